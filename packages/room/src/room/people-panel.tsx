import type { RemoteParticipant } from "@lectern/client/state";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { MicOff, VideoOff } from "../ui/icons.ts";
import { initialsOf } from "../ui/initials.ts";
import { LinkMatrix, type LinkMatrixProps } from "./link-matrix.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";
import { ScreensSwitch } from "./screens-switch.tsx";

export interface PeoplePanelProps extends LinkMatrixProps {
  readonly onAllowScreens: (areAllowed: boolean) => void;
}

/** Who is in the class, with their marks; a teacher can remove a student, and sees how all connections do. */
export function PeoplePanel({ state, onMend, onAllowScreens }: PeoplePanelProps) {
  const { self, participants } = state;
  const own = self ? [{ ...self, microphone: state.microphone, camera: state.camera }] : [];
  const list = useRef<HTMLUListElement>(null);
  const [leaving, setLeaving] = useState<Pick<RemoteParticipant, "id" | "name"> | null>(null);
  const isRemoved = useRef(false);
  useLayoutEffect(() => {
    // The dialog gives the focus back to a button that goes with the person.
    if (!leaving && isRemoved.current) list.current?.focus();
    isRemoved.current = false;
  }, [leaving]);
  return (
    <>
      <ul class="people-list" ref={list} tabIndex={-1} aria-label="People in the room">
        {[...own, ...participants].map(({ id, name, role, microphone, camera }) => (
          <li key={id} class="person">
            <span class="avatar" aria-hidden="true">
              {initialsOf(name)}
            </span>
            <span class="person-name">
              <bdi>{name}</bdi> {id === self?.id && "(you)"}
            </span>
            {role === "teacher" && <span class="badge">Teacher</span>}
            {microphone === false && <MicOff size={16} aria-label="Microphone off" />}
            {camera === false && <VideoOff size={16} aria-label="Camera off" />}
            {self?.role === "teacher" && role === "student" && (
              <button
                type="button"
                class="button quiet risky small"
                onClick={() => setLeaving({ id, name })}
              >
                Remove<span class="visually-hidden"> {name}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {self?.role === "teacher" && (
        <ScreensSwitch areAllowed={state.allowsScreens === true} onChange={onAllowScreens} />
      )}
      {self?.role === "teacher" && participants.length > 0 && (
        <LinkMatrix state={state} onMend={onMend} />
      )}
      {leaving && (
        <RemoveDialog
          person={leaving}
          onRemoved={() => {
            isRemoved.current = true;
          }}
          onClose={() => setLeaving(null)}
        />
      )}
    </>
  );
}
