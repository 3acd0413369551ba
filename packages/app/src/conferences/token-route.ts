import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { admitToConference } from "../http/doors.ts";
import { pageAddressOf } from "../http/page-address.ts";
import { problem } from "../http/problem.ts";
import { refuse } from "../http/refuse.ts";
import { idParams } from "../http/schemas.ts";
import { signalingUrl } from "../signaling-url.ts";
import { decideEntry } from "./decide-access.ts";
import { issueIceServers } from "./issue-ice-servers.ts";
import { issueToken } from "./issue-token.ts";
import { findRemoval } from "./removals.ts";
import { roomIdOf } from "./room-id.ts";

/** The way into a room; who may have it is decided anew on each call. */
export function tokenRoute(app: App, context: Context): void {
  const { signaling } = context.config;
  const byId = { schema: { params: idParams } };

  app.post("/api/conferences/:id/token", byId, async (request, reply) => {
    const admission = await admitToConference(context, request, request.params.id);
    if (!admission.ok) return refuse(reply, admission.error);
    const { conference, seat } = admission.value;
    const removal = await findRemoval(context.db, {
      conferenceId: conference.id,
      actor: seat.actor,
    });
    const entry = decideEntry(conference, { removal, isSignalingEnabled: signaling.enabled });
    if (!entry.ok) return refuse(reply, entry.error);
    const { secret, tokenTtlSeconds: ttlSeconds } = signaling;
    if (secret === null) return refuse(reply, problem("signaling-disabled"));
    const closedAt = Math.max(conference.endedAt ?? 0, removal?.removedAt ?? 0);
    const options = { secret, ttlSeconds, now: context.now(), closedAt };
    const { token, expiresAt } = issueToken(seat, conference.id, options);
    return {
      token,
      expiresAt,
      self: { id: seat.actor, role: seat.role, name: seat.name },
      roomId: roomIdOf(conference.id),
      title: conference.title,
      signaling: { url: signalingUrl(signaling, pageAddressOf(request)) },
      ...issueIceServers(context.config, { actor: seat.actor, now: context.now() }),
    };
  });
}
