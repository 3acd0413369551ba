import { useState } from "preact/hooks";
import { call } from "../api.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { ArrowLeft, Trash2 } from "../ui/icons.ts";
import { useTitle } from "../ui/use-title.ts";
import type { ConferenceSummary, KeptOut, Member } from "./conference.ts";
import { Enrolment } from "./enrolment.tsx";
import { GuestLink } from "./guest-link.tsx";
import { MessagePage } from "./message-page.tsx";
import { RemovedPeople } from "./removed-people.tsx";
import { useForm } from "./use-form.ts";
import { useLoaded } from "./use-loaded.ts";

interface Details {
  readonly conference: ConferenceSummary;
  readonly members: readonly Member[];
  readonly removals: readonly KeptOut[];
  readonly guestLink: string | null;
}

/** One conference: its people, its link, and the way in. */
export function ConferencePage({ id }: { readonly id: string }) {
  const path = `/api/conferences/${id}`;
  const { answer, reload } = useLoaded<Details>(path);
  if (!answer) return null;
  if (!answer.ok)
    return <MessagePage title="There is nothing here for you" text={answer.message} />;
  return <Opened {...answer.body} path={path} onChange={reload} />;
}

interface OpenedProps extends Details {
  readonly path: string;
  readonly onChange: () => void;
}

function Opened({ conference, members, removals, guestLink, path, onChange }: OpenedProps) {
  useTitle(conference.title);
  const isTeacher = conference.role === "teacher";
  return (
    <main class="page stack">
      <a class="back" href="/">
        <ArrowLeft size={18} aria-hidden="true" /> All conferences
      </a>
      <div class="row spread">
        <div>
          <h1>{conference.title}</h1>
          {!isTeacher && <p class="soft">With {conference.teacherName}</p>}
        </div>
        <WayIn conference={conference} path={path} onStarted={onChange} />
      </div>
      {isTeacher && (
        <>
          <RemovedPeople path={path} removals={removals} onChange={onChange} />
          <GuestLink path={path} link={guestLink} onChange={onChange} />
          <Enrolment path={path} members={members} onChange={onChange} />
          <Manage conference={conference} path={path} onChange={onChange} />
        </>
      )}
    </main>
  );
}

interface PartProps {
  readonly conference: ConferenceSummary;
  readonly path: string;
}

function WayIn({ conference, path, onStarted }: PartProps & { readonly onStarted: () => void }) {
  const form = useForm();
  if (conference.status === "open") {
    return (
      <a class="button primary" href={`/conferences/${conference.id}/room`}>
        {conference.role === "teacher" ? "Start the class" : "Enter the class"}
      </a>
    );
  }
  if (conference.role !== "teacher") return <span class="badge muted">Ended</span>;
  return (
    <button
      type="button"
      class="button primary"
      onClick={() => void form.send(() => call("POST", `${path}/start`), onStarted)}
    >
      Start anew
    </button>
  );
}

function Manage({ conference, path, onChange }: PartProps & { readonly onChange: () => void }) {
  const [title, setTitle] = useState(conference.title);
  const [isAsked, setAsked] = useState(false);
  const form = useForm();
  return (
    <section class="card stack" aria-label="Title and deletion">
      <form
        class="row new-conference"
        onSubmit={(event) => {
          event.preventDefault();
          void form.send(() => call("PUT", path, { title }), onChange);
        }}
      >
        <Field
          label="Title"
          required
          maxLength={120}
          value={title}
          problem={form.problem || undefined}
          onText={setTitle}
        />
        <button type="submit" class="button">
          Save
        </button>
      </form>
      <div>
        <button type="button" class="button quiet risky" onClick={() => setAsked(true)}>
          <Trash2 size={18} aria-hidden="true" /> Delete this conference
        </button>
      </div>
      {isAsked && (
        <Dialog title={`Delete “${conference.title}”?`} onClose={() => setAsked(false)}>
          <p>Its people lose their way in. This cannot be undone.</p>
          <div class="dialog-actions">
            <button type="button" class="button" onClick={() => setAsked(false)}>
              Keep
            </button>
            <button
              type="button"
              class="button danger"
              onClick={() =>
                void form.send(
                  () => call("DELETE", path),
                  () => location.assign("/"),
                )
              }
            >
              Delete
            </button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
