import { type LinkMessage, parseLinkMessage } from "@lectern/protocol/link";

/** The channel to the process that supervises this one. */
export interface Link {
  send(message: LinkMessage): void;
  on(listener: (message: LinkMessage) => void): void;
}

/** The channel of Node's `child_process.fork`; `null` when nobody supervises this process. */
export function openLink(): Link | null {
  if (!process.send) return null;
  return {
    send: (message) => {
      if (process.connected) process.send?.(message);
    },
    on: (listener) => {
      process.on("message", (value) => {
        const message = parseLinkMessage(value);
        if (message) listener(message);
      });
    },
  };
}
