import { setTimeout as sleep } from "node:timers/promises";
import { closesOf } from "./closes-of.ts";
import { moment } from "./moment.ts";
import type { Scenario } from "./scenario.ts";

/** `SIGSTOP` for 5 s: nobody's socket closes. */
export const shortStop: Scenario = stopFor("stop-5s", 5_000, true);

/** `SIGSTOP` for 30 s: whoever was silent before may be closed, and loses nothing. */
export const longStop: Scenario = stopFor("stop-30s", 30_000, false);

function stopFor(name: string, ms: number, hasToKeepSockets: boolean): Scenario {
  return {
    name,
    unit: "stops",
    rooms: 8,
    size: 6,
    play: async ({ lectern, gathering, random }) => {
      await moment(random, 1_000, 3_000);
      const pid = lectern.signalingPid();
      if (pid === null) throw new Error("There is no signaling process to stop");
      const endFault = gathering.beginFault(name);
      const before = closesOf(gathering);
      process.kill(pid, "SIGSTOP");
      await sleep(ms);
      process.kill(pid, "SIGCONT");
      endFault();
      await moment(random, 2_000, 4_000);
      const closes = closesOf(gathering) - before;
      const complaints = hasToKeepSockets && closes > 0 ? [`${closes} sockets closed`] : [];
      return { counts: { stops: 1, closes }, complaints };
    },
  };
}
