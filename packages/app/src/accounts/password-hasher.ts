import { hash, verify } from "@node-rs/argon2";
import { newSecret } from "../secrets.ts";

// The package declares its algorithms as a const enum, which strippable syntax cannot import;
// argon2id is its default. OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane.
const parameters = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;

/** Hashes passwords with argon2id (RFC 9106). */
export interface PasswordHasher {
  readonly hash: (password: string) => Promise<string>;
  /** Whether the password is that of the hash; takes as long when there is no hash at all. */
  readonly verify: (stored: string | null, password: string) => Promise<boolean>;
}

/** Makes the hasher, and once the hash that stands in for the password of an unknown user. */
export async function createPasswordHasher(): Promise<PasswordHasher> {
  const standIn = await hash(newSecret(), parameters);
  return {
    hash: (password) => hash(password, parameters),
    verify: async (stored, password) => {
      const isRight = await verify(stored ?? standIn, password);
      return stored !== null && isRight;
    },
  };
}
