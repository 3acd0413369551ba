import type { Result } from "@lectern/protocol/result";
import { reachableHost } from "@lectern/settings/reachable-host";
import { settings } from "@lectern/settings/table";
import { serverOf } from "../folder-lock.ts";
import { type Answer, ask, isHealthy } from "./ask.ts";
import type { Check } from "./check.ts";
import { bad, type Finding, good } from "./finding.ts";
import type { SetUp } from "./set-up.ts";

/** Whether both servers run and answer on this machine, where the settings put them. */
export const portsCheck: Check = {
  id: "ports",
  needs: [],
  run: async ({ config }) => {
    const asked = await Promise.all(
      listenersOf(config).map(async (listener) => ({ listener, answer: await ask(listener.url) })),
    );
    const pid = serverOf(config.dataDir);
    if (pid === null && asked.every(({ answer }) => !answer.ok))
      return [nothingRuns(config.dataDir)];
    return asked.map(({ listener, answer }) => judge(listener, answer, pid));
  },
};

interface Listener {
  readonly name: string;
  readonly url: URL;
  /** The setting that moves it. */
  readonly setting: string;
}

function listenersOf({ host, port, tls, signaling }: SetUp["config"]): readonly Listener[] {
  const at = (bindHost: string, bindPort: number) => {
    const address = reachableHost(bindHost);
    const authority = address.includes(":") ? `[${address}]` : address;
    return new URL(`${tls ? "https" : "http"}://${authority}:${bindPort}/healthz`);
  };
  const app = { name: "app", url: at(host, port), setting: settings.port.name };
  if (!signaling.enabled) return [app];
  const url = at(signaling.bindHost, signaling.port);
  return [app, { name: "signaling server", url, setting: settings.signalingPort.name }];
}

function nothingRuns(dataDir: string): Finding {
  return bad(
    `Nothing serves the data folder ${JSON.stringify(dataDir)}, so little can be told`,
    "Start Lectern (lectern serve) and examine it while it runs",
  );
}

function judge(
  { name, url, setting }: Listener,
  answer: Result<Answer, string>,
  pid: number | null,
): Finding {
  if (answer.ok && isHealthy(answer.value)) return good(`The ${name} answers at ${url.host}`);
  if (answer.ok) {
    return bad(
      `Another program than the ${name} answers at ${url.host}`,
      `Choose another ${setting}`,
    );
  }
  const cure =
    pid === null
      ? "Start Lectern (lectern serve)"
      : `Process ${pid} serves the data folder: restart it if its settings were others, or see its log`;
  return bad(`The ${name} does not answer at ${url.host}: ${answer.error}`, cure);
}
