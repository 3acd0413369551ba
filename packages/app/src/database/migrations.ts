import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Every change of the schema, in the order of its name; one that was released is never edited. */
export const migrations: Record<string, Migration> = {
  "0001-first-tables": { up: createFirstTables },
  "0002-removals": { up: createRemovals },
  "0003-account-creators": { up: addAccountCreators },
  "0004-removals-anywhere": { up: allowRemovalsAnywhere },
};

// Only types that SQLite and PostgreSQL share; times are `bigint`, flags are times or null.
async function createFirstTables(db: Kysely<unknown>): Promise<void> {
  await createAccounts(db);
  await createConferences(db);
  await createSessions(db);
  await createOneTimeLinks(db);
  await db.schema
    .createTable("keys")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("value", "text", (column) => column.notNull())
    .execute();
}

async function createAccounts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("accounts")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("username", "text", (column) => column.notNull().unique())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("name_key", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("password_hash", "text")
    .addColumn("disabled_at", "bigint")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("last_seen_at", "bigint")
    .execute();
  await db.schema.createIndex("accounts_name_key").on("accounts").column("name_key").execute();
}

async function createConferences(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("conferences")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("owner_id", "text", (column) => column.notNull().references("accounts.id"))
    .addColumn("guest_secret", "text", (column) => column.unique())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("started_at", "bigint", (column) => column.notNull())
    .addColumn("ended_at", "bigint")
    .addColumn("ended_by", "text")
    .execute();
  await db.schema.createIndex("conferences_owner").on("conferences").column("owner_id").execute();
  await db.schema
    .createTable("enrolments")
    .addColumn("conference_id", "text", (column) =>
      column.notNull().references("conferences.id").onDelete("cascade"),
    )
    .addColumn("account_id", "text", (column) =>
      column.notNull().references("accounts.id").onDelete("cascade"),
    )
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("enrolments_key", ["conference_id", "account_id"])
    .execute();
  await db.schema.createIndex("enrolments_account").on("enrolments").column("account_id").execute();
}

async function createSessions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("sessions")
    .addColumn("id_hash", "text", (column) => column.primaryKey())
    .addColumn("account_id", "text", (column) =>
      column.references("accounts.id").onDelete("cascade"),
    )
    .addColumn("conference_id", "text", (column) =>
      column.references("conferences.id").onDelete("cascade"),
    )
    .addColumn("guest_id", "text")
    .addColumn("guest_name", "text")
    .addColumn("guest_link_hash", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("last_seen_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("sessions_account").on("sessions").column("account_id").execute();
  await db.schema.createIndex("sessions_last_seen").on("sessions").column("last_seen_at").execute();
}

async function createOneTimeLinks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("one_time_links")
    .addColumn("secret_hash", "text", (column) => column.primaryKey())
    .addColumn("account_id", "text", (column) =>
      column.references("accounts.id").onDelete("cascade"),
    )
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("expires_at", "bigint")
    .execute();
}

async function createRemovals(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("removals")
    .addColumn("conference_id", "text", (column) =>
      column.notNull().references("conferences.id").onDelete("cascade"),
    )
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("removed_at", "bigint", (column) => column.notNull())
    .addColumn("kept_out_at", "bigint")
    .addColumn("kept_out_by", "text")
    .addPrimaryKeyConstraint("removals_key", ["conference_id", "actor"])
    .execute();
  await db.schema.createIndex("removals_time").on("removals").column("removed_at").execute();
  await db.schema
    .createTable("deleted_conferences")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("deleted_at", "bigint", (column) => column.notNull())
    .addColumn("deleted_by", "text", (column) => column.notNull())
    .execute();
}

/** Of accounts from before it is not known. */
async function addAccountCreators(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("accounts")
    .addColumn("created_by", "text", (column) => column.references("accounts.id"))
    .execute();
}

/** In rooms, too, that are no conference here. SQLite cannot take a reference away from a column. */
async function allowRemovalsAnywhere(
  db: Kysely<Record<"removals" | "kept", Record<string, unknown>>>,
): Promise<void> {
  await db.schema.createTable("kept").as(db.selectFrom("removals").selectAll()).execute();
  await db.schema.dropTable("removals").execute();
  await db.schema
    .createTable("removals")
    .addColumn("conference_id", "text", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("removed_at", "bigint", (column) => column.notNull())
    .addColumn("kept_out_at", "bigint")
    .addColumn("kept_out_by", "text")
    .addPrimaryKeyConstraint("removals_key", ["conference_id", "actor"])
    .execute();
  await db.schema.createIndex("removals_time").on("removals").column("removed_at").execute();
  await db.insertInto("removals").expression(db.selectFrom("kept").selectAll()).execute();
  await db.schema.dropTable("kept").execute();
}
