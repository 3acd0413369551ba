import { Printer } from "../ui/icons.ts";
import { LinkAddress } from "./link-address.tsx";
import type { Account } from "./session.ts";

export interface PasteRow {
  readonly line: string;
  readonly outcome: "enrolled" | "already" | "created" | "namesake" | "invalid";
  readonly account?: Account;
  readonly link?: string;
  readonly candidates?: readonly Account[];
  readonly message?: string;
}

export interface PasteResultProps {
  readonly rows: readonly PasteRow[];
  readonly onEnrol: (accountId: string) => void;
  readonly onCreate: (name: string) => void;
}

const words: Readonly<Record<PasteRow["outcome"], string>> = {
  enrolled: "Enrolled",
  already: "Was enrolled already",
  created: "New account",
  namesake: "Somebody of this name has an account",
  invalid: "Not a name",
};

/** What became of each line, with the links to hand out. */
export function PasteResult({ rows, onEnrol, onCreate }: PasteResultProps) {
  if (rows.length === 0) return null;
  return (
    <div class="stack tight" role="status">
      <div class="row spread">
        <h3>What became of each line</h3>
        <button type="button" class="button small" onClick={() => print()}>
          <Printer size={16} aria-hidden="true" /> Print
        </button>
      </div>
      <p class="soft small">The links are shown only now. Each works once, for 14 days.</p>
      <ul class="stack tight">
        {rows.map((row) => (
          <li key={row.line} class="paste-row">
            <bdi class="paste-line">{row.line}</bdi>{" "}
            <span class="soft">{row.message ?? words[row.outcome]}</span>
            {row.link && (
              <LinkAddress label={`Link for ${row.line}`} address={location.origin + row.link} />
            )}
            {row.outcome === "namesake" && (
              <div class="row">
                {row.candidates?.map(({ id, username }) => (
                  <button type="button" key={id} class="button small" onClick={() => onEnrol(id)}>
                    Enrol {username}
                  </button>
                ))}
                <button type="button" class="button small" onClick={() => onCreate(row.line)}>
                  Make another account
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
