import { until } from "../support/until.ts";
import { closesOf } from "./closes-of.ts";
import { moment } from "./moment.ts";
import type { Scenario } from "./scenario.ts";

/** `kill -9` of the app, database and all: live rooms do not notice. */
export const appKill: Scenario = {
  name: "app-kill",
  unit: "kills",
  rooms: 4,
  size: 6,
  play: async ({ lectern, gathering, random }) => {
    await moment(random, 500, 2_000);
    const pid = lectern.appPid();
    if (pid === null) throw new Error("There is no app to kill");
    const before = closesOf(gathering);
    process.kill(pid, "SIGKILL");
    await until(
      () => ![null, pid].includes(lectern.appPid()),
      () => "another app",
    );
    await moment(random, 1_000, 3_000);
    const closes = closesOf(gathering) - before;
    return {
      counts: { kills: 1, closes },
      complaints: closes > 0 ? [`${closes} sockets closed`] : [],
    };
  },
};
