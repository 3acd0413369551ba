import type { ConferenceStatus } from "@lectern/client/state";
import { useEffect, useRef, useState } from "preact/hooks";
import { account, isGuest } from "../site/session.ts";
import { type OutcomeWords, outcomeWords } from "./outcome-words.ts";
import { conferenceId } from "./room-model.ts";
import { isOwner, type Reason, whyOut } from "./why-out.ts";

/** What is shown when the class is over for somebody, and the way on. */
export function Outcome({ code, message }: Reason) {
  const [known, setKnown] = useState<OutcomeCardProps | null>(null);
  useEffect(() => void learn({ code, message }).then(setKnown), [code, message]);
  return known && <OutcomeCard {...known} />;
}

interface OutcomeCardProps extends Reason {
  readonly isOwner: boolean;
}

async function learn(said: Reason): Promise<OutcomeCardProps> {
  const reason = await whyOut(said);
  return { ...reason, isOwner: reason.code === "meeting-ended" && (await isOwner()) };
}

function OutcomeCard({ code, message, isOwner }: OutcomeCardProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { title, advice, canRetry } =
    code === "meeting-ended" ? endWords(isOwner) : outcomeWords(code, message);
  return (
    <main class="outcome">
      <div class="card stack">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p class="soft">{advice}</p>
        <div class="row">
          {canRetry && (
            <button type="button" class="button primary" onClick={() => location.reload()}>
              Enter again
            </button>
          )}
          {isOwner && (
            <a class="button primary" href={`/conferences/${conferenceId}`}>
              Start it anew
            </a>
          )}
          <WayOut code={code} />
        </div>
      </div>
    </main>
  );
}

/** Home, for who has one here: a guest has not. */
function WayOut({ code }: { readonly code: string }) {
  if (account.value === undefined || isGuest.value) return null;
  if (account.value === null || code === "sign-in-required") {
    return (
      <a class="button" href={`/sign-in?next=${encodeURIComponent(location.pathname)}`}>
        Sign in
      </a>
    );
  }
  return (
    <a class="button" href="/">
      My conferences
    </a>
  );
}

function endWords(isOwner: boolean): OutcomeWords {
  return isOwner
    ? {
        title: "The class has ended",
        advice: "It has ended for everybody. You can start it anew at any time.",
        canRetry: false,
      }
    : {
        title: "The class has ended",
        advice: "The teacher ended it for everybody. If they start it anew, you can enter again.",
        canRetry: true,
      };
}

/** The word for how a conference came to its end; `null` while it lasts. */
export function outcomeOf(status: ConferenceStatus): Reason | null {
  switch (status.type) {
    case "ended":
      return { code: "meeting-ended", message: "" };
    case "left":
      return { code: "bye", message: "" };
    case "stopped":
      return status;
    default:
      return null;
  }
}
