import { CamelCasePlugin, Kysely, SqliteDialect } from "kysely";
import { Migrator } from "kysely/migration";
import { migrations } from "./migrations.ts";
import { openNodeSqlite } from "./node-sqlite.ts";
import type { Database, Schema } from "./schema.ts";

/**
 * Opens the database and brings its tables up to date.
 *
 * @param path a file in a folder that exists, or `:memory:`
 * @throws when the file cannot be opened or written, or a migration fails
 */
export async function openDatabase(path: string): Promise<Database> {
  const db = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: openNodeSqlite(path) }),
    plugins: [new CamelCasePlugin()],
  });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    await db.destroy();
    throw error;
  }
  return db;
}
