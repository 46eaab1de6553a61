/** Is told what happens to connections that stay open, for metrics. Labels come from fixed sets. */
export interface ConnectionObserver {
  /** The gateway ended a connection. */
  ended(transport: 'WEBSOCKET' | 'SSE', why: string): void;
  /** A connection was not let in. */
  refused(transport: 'WEBSOCKET' | 'SSE', why: string): void;
  /** A subscription was ended because its viewer may see it no longer. */
  expelled(why: string): void;
  /** A fresh token was handed over on an open socket; `how` is `accepted` or why not. */
  handedOver(how: string): void;
}

export const SILENT_CONNECTION_OBSERVER: ConnectionObserver = {
  ended() {},
  refused() {},
  expelled() {},
  handedOver() {},
};
