import { useEffect, useState } from "preact/hooks";
import { call } from "../api.ts";
import { Dialog } from "../ui/dialog.tsx";
import { useTitle } from "../ui/use-title.ts";
import { MessagePage } from "./message-page.tsx";
import { useForm } from "./use-form.ts";
import { useLoaded } from "./use-loaded.ts";

interface LiveConference {
  readonly id: string;
  /** `null` for a room that another application opened. */
  readonly title: string | null;
  readonly teacherName: string | null;
  readonly teachers: number;
  readonly students: number;
  /** Of these, people whose connection is lost. */
  readonly held: number;
  /** ms since the epoch. */
  readonly since: number;
}

const refreshMs = 3_000;

/** The classes that are held now, for an administrator. */
export function LivePage() {
  const { answer, reload } = useLoaded<{ conferences: readonly LiveConference[] }>("/api/live");
  const [ending, setEnding] = useState<LiveConference | null>(null);
  useTitle("Live");
  useWhileVisible(reload);
  if (!answer) return null;
  if (!answer.ok && !(answer.code in absences)) {
    return <MessagePage title="Live" text={answer.message} />;
  }
  return (
    <main class="page stack">
      <h1>Live</h1>
      {answer.ok ? (
        <LiveList conferences={answer.body.conferences} onEnd={setEnding} />
      ) : (
        <Nothing {...(absences[answer.code] ?? nobody)} />
      )}
      {ending && (
        <EndForAll
          conference={ending}
          onEnded={reload}
          onClose={() => {
            setEnding(null);
          }}
        />
      )}
    </main>
  );
}

interface LiveListProps {
  readonly conferences: readonly LiveConference[];
  readonly onEnd: (conference: LiveConference) => void;
}

function LiveList({ conferences, onEnd }: LiveListProps) {
  if (conferences.length === 0) return <Nothing {...nobody} />;
  return (
    <ul class="stack tight">
      {conferences.map((one) => (
        <li key={one.id} class="card conference">
          <div>
            <h2>
              <bdi>{titleOf(one)}</bdi>
            </h2>
            <p class="small soft">
              {one.teacherName !== null && (
                <>
                  With <bdi>{one.teacherName}</bdi> ·{" "}
                </>
              )}
              {countsOf(one)}
            </p>
          </div>
          <button type="button" class="button risky" onClick={() => onEnd(one)}>
            End for all<span class="visually-hidden"> in {titleOf(one)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

interface EndForAllProps {
  readonly conference: LiveConference;
  readonly onEnded: () => void;
  readonly onClose: () => void;
}

function EndForAll({ conference, onEnded, onClose }: EndForAllProps) {
  const form = useForm();
  return (
    <Dialog title={`End “${titleOf(conference)}” for everybody?`} onClose={onClose}>
      <p>Everybody leaves the room. The teacher can start the conference anew.</p>
      {form.problem && (
        <p class="problem" role="alert">
          {form.problem}
        </p>
      )}
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Let it go on
        </button>
        <button
          type="button"
          class="button danger"
          aria-disabled={form.isBusy}
          onClick={() =>
            void form.send(
              () => call("POST", `/api/live/${conference.id}/end`),
              () => {
                onEnded();
                onClose();
              },
            )
          }
        >
          End for all
        </button>
      </div>
    </Dialog>
  );
}

interface Note {
  readonly title: string;
  readonly text: string;
}

const nobody: Note = {
  title: "No class at the moment",
  text: "A class appears here as soon as somebody is in its room.",
};

/** Why nothing is known, by the code of the answer. */
const absences: Readonly<Record<string, Note>> = {
  "signaling-disabled": {
    title: "Live classes are switched off",
    text: "They are switched on by a setting of this server.",
  },
  "signaling-away": {
    title: "The signaling server does not answer",
    text: "Calls that are up go on without it. This page shows the classes when it is back.",
  },
};

function Nothing({ title, text }: Note) {
  return (
    <div class="card stack tight empty">
      <h2>{title}</h2>
      <p class="soft">{text}</p>
    </div>
  );
}

/** Calls `look` now and then, and at once when the page is looked at again. */
function useWhileVisible(look: () => Promise<void>): void {
  useEffect(() => {
    const lookIfSeen = () => {
      if (document.visibilityState === "visible") void look();
    };
    const timer = setInterval(lookIfSeen, refreshMs);
    document.addEventListener("visibilitychange", lookIfSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", lookIfSeen);
    };
  }, [look]);
}

function titleOf({ title, id }: LiveConference): string {
  return title ?? `conference-${id}, of another application`;
}

function countsOf({ teachers, students, held, since }: LiveConference): string {
  const time = new Date(since).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const away = held > 0 ? `, ${held} of them away for a moment` : "";
  return `${count(teachers, "teacher")}, ${count(students, "student")}${away} · since ${time}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
