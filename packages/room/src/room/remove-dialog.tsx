import type { RemoteParticipant } from "@lectern/client/state";
import { useState } from "preact/hooks";
import { call } from "../api.ts";
import { useForm } from "../site/use-form.ts";
import { announce } from "../ui/announcer.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { conferenceId } from "./room-model.ts";

export interface RemoveDialogProps {
  readonly person: Pick<RemoteParticipant, "id" | "name">;
  readonly onRemoved: () => void;
  readonly onClose: () => void;
}

/** What the app says of a removal. */
interface Removed {
  /** `away`: the signaling server hears of it when it is back. */
  readonly outcome: "removed" | "not-there" | "away";
  /** By the guest link, under another name. */
  readonly canComeAgain: boolean;
}

const path = `/api/conferences/${conferenceId}`;

/** Asks the teacher once more, and says what there is to say about guests. */
export function RemoveDialog({ person, onRemoved, onClose }: RemoveDialogProps) {
  const [removed, setRemoved] = useState<Removed | null>(null);
  if (removed?.outcome === "away") return <AwayNote name={person.name} onClose={onClose} />;
  if (removed) return <GuestQuestion name={person.name} onClose={onClose} />;
  return (
    <Question
      person={person}
      onRemoved={(news) => {
        onRemoved();
        if (news.outcome === "away" || news.canComeAgain) setRemoved(news);
        else onClose();
      }}
      onClose={onClose}
    />
  );
}

interface QuestionProps extends Omit<RemoveDialogProps, "onRemoved"> {
  readonly onRemoved: (removed: Removed) => void;
}

function Question({ person: { id, name }, onRemoved, onClose }: QuestionProps) {
  const form = useForm();
  return (
    <Dialog title={`Remove ${name} from the class?`} onClose={onClose}>
      <p>They leave at once, and stay out until you let them back in on the conference’s page.</p>
      <Problem text={form.problem} />
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Keep
        </button>
        <button
          type="button"
          class="button danger"
          aria-disabled={form.isBusy}
          onClick={() =>
            void form.send(
              () => call<Removed>("POST", `${path}/removals`, { actor: id }),
              onRemoved,
            )
          }
        >
          Remove
        </button>
      </div>
    </Dialog>
  );
}

interface NoteProps {
  readonly name: string;
  readonly onClose: () => void;
}

function GuestQuestion({ name, onClose }: NoteProps) {
  const form = useForm();
  const renewed = () => {
    announce("The guest link was renewed");
    onClose();
  };
  return (
    <Dialog title={`${name} is out`} onClose={onClose}>
      <p>
        They came by the guest link, and with it they could come again under another name. A new
        link stops that. All guests leave the room then and need the new one, which is on the
        conference’s page.
      </p>
      <Problem text={form.problem} />
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Keep the link
        </button>
        <button
          type="button"
          class="button primary"
          aria-disabled={form.isBusy}
          onClick={() => void form.send(() => call("PUT", `${path}/guest-link`), renewed)}
        >
          Renew the link
        </button>
      </div>
    </Dialog>
  );
}

function AwayNote({ name, onClose }: NoteProps) {
  return (
    <Dialog title={`${name} will be out`} onClose={onClose}>
      <p>
        The server that keeps the class together does not answer at the moment. They leave as soon
        as it is back.
      </p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function Problem({ text }: { readonly text: string }) {
  return text ? (
    <p class="problem" role="alert">
      {text}
    </p>
  ) : null;
}
