import type { ConferenceState } from "@lectern/client/state";
import { MicOff, VideoOff } from "../ui/icons.ts";
import { initialsOf } from "../ui/initials.ts";

/** Who is in the class, with their marks. */
export function PeoplePanel({ state }: { readonly state: ConferenceState }) {
  const { self, participants } = state;
  const own = self ? [{ ...self, microphone: state.microphone, camera: state.camera }] : [];
  return (
    <ul class="people-list">
      {[...own, ...participants].map(({ id, name, role, microphone, camera }) => (
        <li key={id} class="person">
          <span class="avatar" aria-hidden="true">
            {initialsOf(name)}
          </span>
          <span class="person-name">
            {name} {id === self?.id && "(you)"}
          </span>
          {role === "teacher" && <span class="badge">Teacher</span>}
          {microphone === false && <MicOff size={16} aria-label="Microphone off" />}
          {camera === false && <VideoOff size={16} aria-label="Camera off" />}
        </li>
      ))}
    </ul>
  );
}
