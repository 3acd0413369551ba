import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import type { EndOutcome, LiveRoom, RemovalOutcome, SignalingAdmin } from "../signaling-admin.ts";

/** A signaling server that does as it is told and writes it down, or is away. */
export class FakeSignaling implements SignalingAdmin {
  isAway = false;
  readonly live: LiveRoom[] = [];
  /** What was asked of it, in order. */
  readonly asked: string[] = [];

  foundAt(port: number): void {
    this.asked.push(`found at ${port}`);
  }

  async rooms(): Promise<readonly LiveRoom[] | null> {
    return this.isAway ? null : this.live;
  }

  async remove(roomId: RoomId, actor: ParticipantId): Promise<RemovalOutcome> {
    this.asked.push(`remove ${actor} from ${roomId}`);
    return this.isAway ? "away" : "removed";
  }

  async end(roomId: RoomId, by: ParticipantId): Promise<EndOutcome> {
    this.asked.push(`end ${roomId} by ${by}`);
    return this.isAway ? "away" : "ended";
  }
}
