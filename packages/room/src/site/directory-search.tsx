import { useEffect, useState } from "preact/hooks";
import { call } from "../api.ts";
import { Field } from "../ui/field.tsx";
import { initialsOf } from "../ui/initials.ts";
import { PersonName } from "./person-name.tsx";
import type { Account } from "./session.ts";

export interface DirectorySearchProps {
  /** Ids of the accounts that are enrolled already. */
  readonly enrolled: ReadonlySet<string>;
  readonly onEnrol: (accountId: string) => void;
}

/** Finds accounts by a part of their name, to enrol them one by one. */
export function DirectorySearch({ enrolled, onEnrol }: DirectorySearchProps) {
  const [query, setQuery] = useState("");
  const found = useDirectory(query.trim());
  return (
    <div class="stack tight">
      <Field
        label="Find an account"
        type="search"
        autocomplete="off"
        maxLength={200}
        hint="A part of the name or username. The first ten are shown."
        value={query}
        onText={setQuery}
      />
      <div role="status">
        {found?.length === 0 && <p class="soft">Nobody of this name has an account.</p>}
        <ul aria-label="Accounts found">
          {found?.map(({ id, name, username }) => (
            <li key={id} class="person">
              <span class="avatar" aria-hidden="true">
                {initialsOf(name)}
              </span>
              <PersonName name={name} username={username} />
              {enrolled.has(id) ? (
                <span class="badge muted">Enrolled</span>
              ) : (
                <button type="button" class="button small" onClick={() => onEnrol(id)}>
                  Enrol<span class="visually-hidden"> {name}</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** @returns `null` while there is nothing to look for or the answer is on its way */
function useDirectory(query: string): readonly Account[] | null {
  const [found, setFound] = useState<readonly Account[] | null>(null);
  useEffect(() => {
    let isStale = false;
    if (query === "") return setFound(null);
    const timer = setTimeout(async () => {
      const answer = await call<{ accounts: readonly Account[] }>(
        "GET",
        `/api/directory?query=${encodeURIComponent(query)}`,
      );
      if (!isStale && answer.ok) setFound(answer.body.accounts);
    }, typingPauseMs);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [query]);
  return found;
}

/** So that a name is looked for when it was typed, not letter by letter. */
const typingPauseMs = 200;
