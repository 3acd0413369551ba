import { limits } from "@lectern/protocol/limits";
import { ask } from "./ask.ts";
import type { Check } from "./check.ts";
import { bad, doubtful, type Finding, good, skipped } from "./finding.ts";
import type { SetUp } from "./set-up.ts";
import { visitRoom } from "./visit-room.ts";

/** Whether the servers have the time that this machine has: tokens bear 30 s of difference. */
export const clockCheck: Check = {
  id: "clock",
  needs: ["page"],
  run: async (setUp) => {
    const offsets = [...(await pageOffset(setUp)), ...(await socketOffset(setUp))];
    if (offsets.length === 0) return [skipped("No answer says what time it is")];
    return [
      judgeClock(offsets.reduce((one, other) => (Math.abs(other) > Math.abs(one) ? other : one))),
    ];
  },
};

/** `Date` counts whole seconds (RFC 9110 §5.6.7), so it is half a second late on average. */
async function pageOffset({ page }: SetUp): Promise<readonly number[]> {
  const answer = await ask(new URL("/healthz", page));
  if (!answer.ok) return [];
  const { headers, at } = answer.value;
  const said = Date.parse(headers.date ?? "");
  return Number.isNaN(said) ? [] : [said + 500 - at];
}

async function socketOffset(setUp: SetUp): Promise<readonly number[]> {
  const visit = await visitRoom(setUp);
  if (visit?.type !== "answered" || visit.message.type !== "joined") return [];
  return [visit.message.serverTime - visit.at];
}

const slightMs = 5_000;

/** @param offsetMs how far the servers' clock is ahead of ours */
export function judgeClock(offsetMs: number): Finding {
  const apart = Math.abs(offsetMs);
  if (apart < slightMs) return good("The clocks agree");
  const text = `The servers' clock is ${inWords(apart)} ${offsetMs > 0 ? "ahead of" : "behind"} this machine's`;
  const cure = "Set the wrong one by a time service (timedatectl set-ntp true)";
  const maxSeconds = limits.clockSkewSeconds;
  return apart > maxSeconds * 1000
    ? bad(`${text}, and tokens bear ${maxSeconds} s`, cure)
    : doubtful(text, cure);
}

function inWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const minutes = Math.round(seconds / 60);
  if (seconds < 120) return `${seconds} s`;
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
