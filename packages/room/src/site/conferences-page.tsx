import { useState } from "preact/hooks";
import { call } from "../api.ts";
import { Field } from "../ui/field.tsx";
import { Plus } from "../ui/icons.ts";
import { useTitle } from "../ui/use-title.ts";
import type { ConferenceSummary } from "./conference.ts";
import { type Account, mayTeach } from "./session.ts";
import { useForm } from "./use-form.ts";
import { useLoaded } from "./use-loaded.ts";

/** My conferences: those I hold and those I am enrolled in. */
export function ConferencesPage({ account }: { readonly account: Account }) {
  useTitle("My conferences");
  const { answer } = useLoaded<{ conferences: readonly ConferenceSummary[] }>("/api/conferences");
  const conferences = answer?.ok ? answer.body.conferences : [];
  return (
    <main class="page stack">
      <h1>My conferences</h1>
      {mayTeach(account) && <NewConference />}
      {answer && !answer.ok && <p class="problem">{answer.message}</p>}
      {answer?.ok && conferences.length === 0 && (
        <div class="card stack tight empty">
          <h2>No conferences yet</h2>
          <p class="soft">
            {mayTeach(account)
              ? "Give your first class a title above. Then enrol students or open a guest link."
              : "Your teacher will enrol you. The class appears here then."}
          </p>
        </div>
      )}
      <ul class="stack tight">
        {conferences.map((one) => (
          <li key={one.id} class="card conference">
            <div>
              <h2>
                <a href={`/conferences/${one.id}`}>{one.title}</a>
              </h2>
              <p class="small soft">
                {one.role === "teacher" ? "You teach" : `With ${one.teacherName}`}
              </p>
            </div>
            {one.status === "ended" ? (
              <span class="badge muted">Ended</span>
            ) : (
              <a class="button primary" href={`/conferences/${one.id}/room`}>
                Enter<span class="visually-hidden"> {one.title}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
    </main>
  );
}

function NewConference() {
  const [title, setTitle] = useState("");
  const form = useForm();
  return (
    <form
      class="card row new-conference"
      onSubmit={(event) => {
        event.preventDefault();
        void form.send(
          () => call<{ conference: ConferenceSummary }>("POST", "/api/conferences", { title }),
          ({ conference }) => location.assign(`/conferences/${conference.id}`),
        );
      }}
    >
      <Field
        label="New conference"
        placeholder="Physics 7b"
        required
        maxLength={120}
        value={title}
        problem={form.problem || undefined}
        onText={setTitle}
      />
      <button type="submit" class="button primary" aria-disabled={form.isBusy}>
        <Plus size={18} aria-hidden="true" /> Create
      </button>
    </form>
  );
}
