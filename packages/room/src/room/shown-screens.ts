import type { ConferenceState, RemoteParticipant } from "@lectern/client/state";

/** A screen that somebody shows. */
export interface ShownScreen {
  readonly id: string;
  readonly name: string;
  readonly stream: MediaStream;
}

/** Whether one's own screen may be shown: by teachers always, by students when a teacher lets them. */
export function mayShowScreen(state: ConferenceState): boolean {
  return state.self?.role === "teacher" || saidByTeachers(state).includes(true);
}

/** Whether every teacher who is here and says something says no. While none is here, what is shown goes on. */
export function areScreensForbidden(state: ConferenceState): boolean {
  const said = saidByTeachers(state);
  return said.includes(false) && !said.includes(true);
}

/** The screens of the others that this page displays: a student's only while it is allowed. */
export function shownScreens(state: ConferenceState): readonly ShownScreen[] {
  const areOfStudents = !areScreensForbidden(state);
  return state.participants.flatMap(({ id, name, role, screen }) =>
    screen && (role === "teacher" || areOfStudents) ? [{ id, name, stream: screen }] : [],
  );
}

/**
 * Puts screens in the order in which they came, the newest first.
 *
 * @param before the ids in the order of the last time
 */
export function newestFirst(
  before: readonly string[],
  screens: readonly ShownScreen[],
): readonly ShownScreen[] {
  const rank = ({ id }: ShownScreen) => before.indexOf(id);
  return [...screens].sort((one, other) => rank(one) - rank(other));
}

/** What is said aloud when somebody begins or ends to show their screen; `null` when nobody does. */
export function screenNews(before: ConferenceState, after: ConferenceState): string | null {
  const [old, now] = [shownScreens(before), shownScreens(after)];
  const begun = now.find(({ id }) => !old.some((one) => one.id === id));
  if (begun) return `${begun.name} shows a screen.`;
  const ended = old.find(({ id }) => !now.some((one) => one.id === id));
  return ended ? `${ended.name} shows no screen any more.` : null;
}

function saidByTeachers({ self, allowsScreens, participants }: ConferenceState) {
  const others = participants.filter(isTeacher).map((one) => one.allowsScreens);
  return self?.role === "teacher" ? [allowsScreens, ...others] : others;
}

function isTeacher({ role }: RemoteParticipant): boolean {
  return role === "teacher";
}
