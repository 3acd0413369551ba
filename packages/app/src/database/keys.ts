import { createSecretKey, type KeyObject } from "node:crypto";
import { newSecret } from "../secrets.ts";
import type { Database } from "./schema.ts";

/** The key of that name, made at first use. It stays in the database: it signs nothing that opens a door. */
export async function loadKey(db: Database, name: "device-cookie"): Promise<KeyObject> {
  await db
    .insertInto("keys")
    .values({ name, value: newSecret() })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  const { value } = await db
    .selectFrom("keys")
    .select("value")
    .where("name", "=", name)
    .executeTakeFirstOrThrow();
  return createSecretKey(value, "base64url");
}
