import type { Attack } from "./attack.ts";
import { joinFlood } from "./join-flood.ts";
import { messageFlood } from "./message-flood.ts";
import { oversizedMessages } from "./oversized-messages.ts";
import { pingFlood } from "./ping-flood.ts";
import { silentSockets } from "./silent-sockets.ts";
import { slowLoris } from "./slow-loris.ts";
import { slowReaders } from "./slow-readers.ts";
import { unfinishedMessages } from "./unfinished-messages.ts";

/** All attacks, in the order of their rows. */
export const attacks: readonly Attack[] = [
  slowLoris,
  silentSockets,
  oversizedMessages,
  unfinishedMessages,
  slowReaders,
  pingFlood,
  messageFlood,
  joinFlood,
];
