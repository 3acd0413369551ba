import { settings } from "@lectern/settings/table";

/** The commands, with what `--help` says of each. */
export const commands = {
  serve: {
    summary: "start the app and, supervised by it, the signaling server",
    usage: "lectern serve [--host ADDRESS] [--port PORT] [--tls self-signed] [--turn]",
    options: [
      ["--host ADDRESS", "address of the pages (LECTERN_HOST)"],
      ["--port PORT", "port of the pages (LECTERN_PORT)"],
      ["--tls self-signed", "make a certificate for a LAN and serve all on one port by https"],
      ["--turn", "start a relay as well, for calls that find no direct way (needs coturn)"],
    ],
    notes: [
      "SIGUSR2 puts a new signaling server in the place of the old one, with the settings",
      "of the signaling server as they are then, and no call is lost:",
      "  kill -USR2 $(cat data/lectern.pid)",
    ],
    settings: Object.values(settings),
  },
  "signal-serve": {
    summary: "start the signaling server alone, for an application of your own",
    usage: "lectern signal-serve [--host ADDRESS] [--port PORT]",
    options: [
      ["--host ADDRESS", "address to listen on (CONFERENCE_SIGNALING_BIND_HOST)"],
      ["--port PORT", "port to listen on (CONFERENCE_SIGNALING_PORT)"],
    ],
    notes: ["SIGTERM sends everybody away first; a second one ends it at once."],
    settings: [
      settings.signalingSecret,
      settings.signalingBindHost,
      settings.signalingPort,
      settings.signalingPath,
      settings.signalingTokenTtl,
      settings.signalingAllowedOrigins,
      settings.signalingMaxSeats,
      settings.signalingMaxConnections,
      settings.signalingMaxWaiting,
      settings.signalingChatRate,
      settings.signalingCandidateRate,
      settings.signalingDescriptionRate,
      settings.signalingJoinRate,
      settings.signalingClosingsFile,
      settings.signalingDrainSeconds,
      settings.signalingAdminPort,
      settings.signalingAdminSecret,
      settings.trustProxy,
      settings.tlsCert,
      settings.tlsKey,
      settings.logLevel,
    ],
  },
  doctor: {
    summary: "say what is wrong with a Lectern that runs, and what to do",
    usage:
      "lectern doctor [ADDRESS] [--json] [--host ADDRESS] [--port PORT] [--tls self-signed] [--turn]",
    options: [
      ["ADDRESS", "where people open the pages, such as https://school.example"],
      ["--json", "print an array of { id, status, text, cure }"],
      ["--host ADDRESS", "as serve was started with it"],
      ["--port PORT", "as serve was started with it"],
      ["--tls self-signed", "as serve was started with it"],
      ["--turn", "as serve was started with it"],
    ],
    notes: [
      "It changes nothing. The exit code is 1 when something is wrong, 0 when nothing is or",
      "there are warnings alone.",
    ],
    settings: Object.values(settings),
  },
  "turn-config": {
    summary: "print a configuration for coturn, the relay of calls that find no direct way",
    usage: "lectern turn-config > turnserver.conf",
    options: [],
    notes: [
      "coturn has to run on the machine of CONFERENCE_TURN_RELAY_ADDRESS. The configuration holds",
      "the secret: let only coturn's user read it. `lectern serve --turn` needs none of this.",
    ],
    settings: [
      settings.turnUrls,
      settings.turnSecret,
      settings.turnRelayAddress,
      settings.turnPublicAddress,
      settings.turnRelayPorts,
      settings.turnClassSize,
      settings.tlsCert,
      settings.tlsKey,
    ],
  },
} as const;

export type Command = keyof typeof commands;

export function isCommand(name: string): name is Command {
  return Object.hasOwn(commands, name);
}

/** What `lectern --help` prints. */
export function overview(): string {
  const lines = Object.entries(commands).map(
    ([name, { summary }]) => `  ${name.padEnd(14)}${summary}`,
  );
  return [
    "Usage: lectern COMMAND [OPTIONS]",
    "",
    ...lines,
    "",
    "lectern COMMAND --help tells more; lectern --version is the version.",
    "",
  ].join("\n");
}

/** What `lectern COMMAND --help` prints. */
export function helpOf(name: Command): string {
  const command = commands[name];
  const options = command.options.map(([option, text]) => `  ${option.padEnd(20)}${text}`);
  const environment = command.settings.map(
    (setting) =>
      `  ${setting.name}\n      ${setting.help}${setting.fallback && ` [${setting.fallback}]`}`,
  );
  return [
    `Usage: ${command.usage}`,
    "",
    `${command.summary}`,
    "",
    "Options:",
    ...options,
    "",
    ...command.notes,
    "",
    "Settings, from the environment or a .env file:",
    ...environment,
    "",
  ].join("\n");
}
