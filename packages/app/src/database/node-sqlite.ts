import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { SqliteDatabase, SqliteStatement } from "kysely";

/** How long a statement waits for another process that holds the file. */
const busyTimeoutMs = 5_000;

/**
 * Opens a SQLite file with Node's own driver, in the shape that Kysely's dialect asks for.
 *
 * @param path a file, or `:memory:`
 */
export function openNodeSqlite(path: string): SqliteDatabase {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  // Readers and the one writer do not wait for each other (https://sqlite.org/wal.html).
  database.exec("PRAGMA journal_mode = WAL");
  return {
    prepare: (sql) => toKyselyStatement(database.prepare(sql)),
    close: () => database.close(),
  };
}

function toKyselyStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(toInput)),
    run: (parameters) => statement.run(...parameters.map(toInput)),
    iterate: (parameters) => statement.iterate(...parameters.map(toInput)),
  };
}

function toInput(value: unknown): SQLInputValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "bigint" || value instanceof Uint8Array) return value;
  throw new TypeError(`Cannot bind a value of type ${typeof value}`);
}
