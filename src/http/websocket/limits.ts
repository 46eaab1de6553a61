/** What one client may cost. Times in ms. */
export interface WebSocketLimits {
  /** Bytes of one message; more closes the socket with 1009. */
  readonly messageBytes: number;
  /** Operations in progress on one socket. */
  readonly operations: number;
  /** Messages, pings included: as many at once, and so many a second after that. */
  readonly messageBurst: number;
  readonly messagesPerSecond: number;
  /** From the opening to `connection_init`. */
  readonly initTimeoutMs: number;
  /** From one ping to the next; a socket that has not answered by then is dead. */
  readonly keepAliveMs: number;
  /** How often an identity is looked at again in case that nobody told of its end. */
  readonly recheckMs: number;
  /** Bytes waiting in one socket beyond which its subscriptions wait in their streams. */
  readonly bufferedBytes: number;
  /** A socket that could not take that much for so long is cut. */
  readonly slowMs: number;
  /** Sockets of this process; more are turned away with 503. */
  readonly connections: number;
}

export const WEBSOCKET_LIMITS: WebSocketLimits = {
  messageBytes: 64 * 1024,
  operations: 100,
  // A client that comes back starts all its operations at once.
  messageBurst: 300,
  messagesPerSecond: 50,
  initTimeoutMs: 3_000,
  keepAliveMs: 12_000,
  recheckMs: 5_000,
  bufferedBytes: 128 * 1024,
  slowMs: 30_000,
  connections: 20_000,
};
