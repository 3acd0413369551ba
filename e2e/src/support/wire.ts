import type { Page } from "playwright-core";

/** One frame of a page's signaling socket. */
export interface WireFrame {
  readonly page: string;
  readonly direction: "sent" | "received";
  readonly type: string;
  readonly to?: string;
  readonly from?: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into frames whose shape is what they assert
  readonly message: any;
}

/** Writes down what goes over a page's WebSockets from now on; call it before the page is opened. */
export function recordFrames(page: Page, name: string, into: WireFrame[]): void {
  page.on("websocket", (socket) => {
    const record = (direction: WireFrame["direction"], payload: string | Buffer): void => {
      const message = JSON.parse(String(payload));
      into.push({
        page: name,
        direction,
        type: message.type,
        to: message.to,
        from: message.from,
        message,
      });
    };
    socket.on("framesent", ({ payload }) => record("sent", payload));
    socket.on("framereceived", ({ payload }) => record("received", payload));
  });
}
