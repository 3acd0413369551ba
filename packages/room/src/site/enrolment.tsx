import { useState } from "preact/hooks";
import { call } from "../api.ts";
import { initialsOf } from "../ui/initials.ts";
import type { Member } from "./conference.ts";
import { DirectorySearch } from "./directory-search.tsx";
import { PasteResult, type PasteRow } from "./paste-result.tsx";
import { PersonName, unseen } from "./person-name.tsx";
import { useForm } from "./use-form.ts";

export interface EnrolmentProps {
  readonly path: string;
  readonly members: readonly Member[];
  readonly onChange: () => void;
}

/** Who is enrolled, and two ways to enrol: one by one, or many names at once. */
export function Enrolment({ path, members, onChange }: EnrolmentProps) {
  const [text, setText] = useState("");
  const [rows, setRows] = useState<readonly PasteRow[]>([]);
  const form = useForm();
  const take = (result: { rows: readonly PasteRow[] }) => {
    setRows(result.rows);
    setText("");
    onChange();
  };
  const enrol = (accountId: string) =>
    void form.send(() => call("POST", `${path}/members`, { accountId }), onChange);
  return (
    <section class="card stack" aria-labelledby="people-heading">
      <h2 id="people-heading">Students ({members.length})</h2>
      <ul>
        {members.map(({ id, name, username, pending }) => (
          <li key={id} class="person">
            <span class="avatar" aria-hidden="true">
              {initialsOf(name)}
            </span>
            <PersonName name={name} username={username} notes={pending ? [unseen] : []} />
            <button
              type="button"
              class="button risky small"
              onClick={() =>
                void form.send(() => call("DELETE", `${path}/members/${id}`), onChange)
              }
            >
              Remove<span class="visually-hidden"> {name}</span>
            </button>
          </li>
        ))}
      </ul>
      <DirectorySearch enrolled={new Set(members.map(({ id }) => id))} onEnrol={enrol} />
      <form
        class="stack tight"
        onSubmit={(event) => {
          event.preventDefault();
          void form.send(
            () => call<{ rows: readonly PasteRow[] }>("POST", `${path}/members/paste`, { text }),
            take,
          );
        }}
      >
        <div class="field">
          <label for="paste">Enrol many at once</label>
          <textarea
            id="paste"
            aria-describedby="paste-hint"
            placeholder={"Ana Kovač\nBen Okafor"}
            required
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <p class="hint" id="paste-hint">
            One name or username a line. Who has no account gets one, with a link to hand out.
          </p>
        </div>
        {form.problem && (
          <p class="problem" role="alert">
            {form.problem}
          </p>
        )}
        <div>
          <button type="submit" class="button" aria-disabled={form.isBusy}>
            Enrol
          </button>
        </div>
      </form>
      <PasteResult
        rows={rows}
        onEnrol={enrol}
        onCreate={(name) =>
          void form.send(
            () =>
              call<{ rows: readonly PasteRow[] }>("POST", `${path}/members/paste`, {
                text: name,
                createNamesakes: true,
              }),
            take,
          )
        }
      />
    </section>
  );
}
