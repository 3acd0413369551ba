import type { Account } from "../accounts/account.ts";
import {
  addAccount,
  findByName,
  findByUsername,
  usernamesLike,
} from "../accounts/account-store.ts";
import { firstFree, readUsername, suggestUsername } from "../accounts/username.ts";
import type { Database } from "../database/schema.ts";
import { makeAccountLink, welcomePath } from "../links/one-time-links.ts";
import { readName } from "../names.ts";
import { enrol, listMembers } from "./members.ts";

/** What became of one line. A link is shown this once and stored nowhere. */
export type PastedRow = { readonly line: string } & (
  | { readonly outcome: "enrolled" | "already"; readonly account: Account }
  | { readonly outcome: "created"; readonly account: Account; readonly link: string }
  | { readonly outcome: "namesake"; readonly candidates: readonly Account[] }
  | { readonly outcome: "invalid"; readonly message: string }
);

export interface Paste {
  readonly conferenceId: string;
  readonly ownerId: string;
  readonly lines: readonly string[];
  /** Make an account even for a name that another account bears. */
  readonly createNamesakes: boolean;
}

/** The most lines that one paste may have. */
export const maxPastedLines = 200;

/** The lines of a pasted text that say something. */
export function splitLines(text: string): readonly string[] {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/**
 * Enrols one person a line: by the user name of an account, written as it is, or by
 * a name, for which an account is made that its person takes over by a one-time link.
 *
 * A name that an account bears already is only reported, unless that account was
 * enrolled before: so the same list may be pasted again when somebody was added to it.
 */
export async function pasteMembers(
  db: Database,
  paste: Paste,
  now: number,
): Promise<readonly PastedRow[]> {
  return db.transaction().execute(async (inside) => {
    const members = await listMembers(inside, paste.conferenceId);
    const before = new Set(members.map((member) => member.id));
    const rows: PastedRow[] = [];
    for (const line of paste.lines) {
      rows.push(await pasteLine({ db: inside, paste, before, now }, line));
    }
    return rows;
  });
}

interface PasteContext {
  readonly db: Database;
  readonly paste: Paste;
  /** Ids of those enrolled before the paste. */
  readonly before: ReadonlySet<string>;
  readonly now: number;
}

async function pasteLine(context: PasteContext, line: string): Promise<PastedRow> {
  const { db, paste, before } = context;
  const username = readUsername(line);
  const known = username ? await findByUsername(db, username) : null;
  if (known && username === line) return enrolKnown(context, line, known);
  if (tableMark.test(line)) return { line, outcome: "invalid", message: notATable };
  const name = readName(line);
  if (!name) return { line, outcome: "invalid", message: "This is neither a name nor a user name" };
  if (paste.createNamesakes) return createMember(context, line, name);
  const namesakes = await findByName(db, name);
  const enrolled = namesakes.find((account) => before.has(account.id));
  if (enrolled) return { line, outcome: "already", account: enrolled };
  // "Maria" may be the one with the user name `maria`, or another.
  const isAmongThem = namesakes.some((account) => account.id === known?.id);
  const candidates = known && !isAmongThem ? [...namesakes, known] : namesakes;
  if (candidates.length > 0) return { line, outcome: "namesake", candidates };
  return createMember(context, line, name);
}

/** What stands between the columns of a pasted table, or in an address of e-mail. */
const tableMark = /[,;\t@]/;
const notATable = "This is a row of a table or an address: paste one name a line and nothing else";

async function enrolKnown(
  { db, paste, now }: PasteContext,
  line: string,
  account: Account,
): Promise<PastedRow> {
  if (account.id === paste.ownerId) {
    return { line, outcome: "invalid", message: "This is the teacher of the conference" };
  }
  const enrolment = { conferenceId: paste.conferenceId, accountId: account.id };
  const isNew = await enrol(db, enrolment, now);
  return { line, outcome: isNew ? "enrolled" : "already", account };
}

async function createMember(
  { db, paste, now }: PasteContext,
  line: string,
  name: string,
): Promise<PastedRow> {
  const stem = suggestUsername(name);
  const username = firstFree(stem, await usernamesLike(db, stem));
  const person = { username, name, role: "student", createdBy: paste.ownerId } as const;
  const account = await addAccount(db, person, now);
  await enrol(db, { conferenceId: paste.conferenceId, accountId: account.id }, now);
  const link = welcomePath(await makeAccountLink(db, account.id, now));
  return { line, outcome: "created", account, link };
}
