import type { ClientMessage } from "@lectern/protocol/messages";

/** A socket whose server is the test. */
export class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 0;
  /** The code that the page closed it with; `null` for none. */
  closedWith: number | null = null;
  readonly url: string;
  readonly protocol: string;
  readonly sent: ClientMessage[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: string }) => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;

  constructor(url: string, protocol: string) {
    if (!/^wss?:/.test(url)) throw new DOMException("not a WebSocket URL", "SyntaxError");
    this.url = url;
    this.protocol = protocol;
    FakeSocket.all.push(this);
  }

  static get last(): FakeSocket {
    const socket = FakeSocket.all.at(-1);
    if (!socket) throw new RangeError("No socket was opened");
    return socket;
  }

  /** The handshake is done. */
  open(): void {
    this.readyState = FakeSocket.OPEN;
    this.onopen?.();
  }

  receive(message: object | string): void {
    const data = typeof message === "string" ? message : JSON.stringify(message);
    this.onmessage?.({ data });
  }

  break(code = 1006, reason = ""): void {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }

  send(text: string): void {
    if (this.readyState !== FakeSocket.OPEN) throw new DOMException("", "InvalidStateError");
    this.sent.push(JSON.parse(text));
  }

  close(code?: number): void {
    this.readyState = 3;
    this.closedWith = code ?? null;
  }

  get types(): readonly string[] {
    return this.sent.map(({ type }) => type);
  }
}
