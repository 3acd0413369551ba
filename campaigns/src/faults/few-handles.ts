import { connect, type Socket } from "node:net";
import { closesOf } from "./closes-of.ts";
import { moment } from "./moment.ts";
import type { Scenario } from "./scenario.ts";

const handles = 256;

/** Somebody opens more sockets than the server has handles; who is in does not notice. */
export const fewHandles: Scenario = {
  name: "few-handles",
  unit: "floods",
  rooms: 8,
  size: 6,
  start: { before: `ulimit -n ${handles}` },
  play: async ({ lectern, gathering, random }) => {
    const before = closesOf(gathering);
    const pid = lectern.signalingPid();
    const intruders = Array.from({ length: 2 * handles }, () => intrude(lectern.signalingPort));
    await moment(random, 3_000, 5_000);
    const closes = closesOf(gathering) - before;
    for (const intruder of intruders) intruder.destroy();
    // A handle is free again: who was cut off gets back in.
    const [one] = gathering.participants;
    one?.proxy.cut();
    await moment(random, 1_000, 2_000);
    return {
      counts: { floods: 1, closes },
      complaints: [
        ...(lectern.signalingPid() === pid
          ? []
          : [`the signaling process died:\n${lectern.output()}`]),
        ...(closes > 0 ? [`${closes} sockets closed`] : []),
      ],
    };
  },
};

function intrude(port: number): Socket {
  const socket = connect(port, "127.0.0.1");
  // Being turned away is what is expected.
  socket.on("error", () => {});
  return socket;
}
