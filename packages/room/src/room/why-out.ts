import { call } from "../api.ts";
import type { ConferenceSummary } from "../site/conference.ts";
import { access, conferenceId, conferenceState, fetchAccess } from "./room-model.ts";

export interface Reason {
  readonly code: string;
  readonly message: string;
}

/**
 * Finds out why the server put somebody out of the room.
 *
 * It says `removed` whoever took the access away. The app knows whether it was the
 * teacher, a closed guest link, an enrolment that ended or a session that did.
 */
export async function whyOut(said: Reason): Promise<Reason> {
  if (said.code !== "removed") return said;
  const answer = await fetchAccess();
  if (!answer.ok) return answer.code === "offline" ? said : answer;
  const own = conferenceState.value?.self?.id;
  const isSomebodyElse = own !== undefined && own !== answer.body.self.id;
  return { code: isSomebodyElse ? "session-replaced" : "access-ended", message: "" };
}

/** Whether it is this person's own class; who was not let in has not been told. */
export async function isOwner(): Promise<boolean> {
  if (access.value) return access.value.self.role === "teacher";
  const path = `/api/conferences/${conferenceId}`;
  const answer = await call<{ readonly conference: ConferenceSummary }>("GET", path);
  return answer.ok && answer.body.conference.role === "teacher";
}
