import { Kysely, SqliteDialect, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrations } from "./migrations.ts";
import { openNodeSqlite } from "./node-sqlite.ts";

let db: Kysely<unknown>;

beforeEach(() => {
  db = new Kysely({ dialect: new SqliteDialect({ database: openNodeSqlite(":memory:") }) });
});

afterEach(() => db.destroy());

async function migrateTo(name: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateTo(name);
  expect(error).toBeUndefined();
}

test("0004: the removals from before are there still, and one needs no conference any more", async () => {
  await migrateTo("0003-account-creators");
  const rows = [
    ["abc", "student-5", "Ana", 7, 8, "teacher-1"],
    ["abc", "student-6", "Ben", 9, null, null],
  ] as const;
  await sql`insert into accounts (id, username, name, name_key, role, created_at)
    values ('1', 'tea', 'Tea', 'tea', 'teacher', 1)`.execute(db);
  await sql`insert into conferences (id, title, owner_id, created_at, started_at)
    values ('abc', 'Maths', '1', 1, 1)`.execute(db);
  for (const row of rows) await insert(row);
  await migrateTo("0004-removals-anywhere");
  const elsewhere = ["12", "student-7", "", 5, null, null] as const;
  await insert(elsewhere);
  const { rows: found } = await sql`select * from removals order by actor`.execute(db);
  expect(found.map((row) => Object.values(row ?? {}))).toEqual([...rows, elsewhere]);
});

function insert(row: readonly (string | number | null)[]) {
  return sql`insert into removals values (${sql.join(row)})`.execute(db);
}
