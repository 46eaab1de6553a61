import { CloseCode, type Message, MessageType, validateMessage } from 'graphql-ws';
import type { AccessEnd } from '../../auth/access-end.js';

/*
 * graphql-transport-ws, the server's side
 * (https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverWebSocket.md).
 */

/** Why a socket is closed. Codes from 4400 on are the protocol's, the others RFC 6455's. */
export interface Closing {
  readonly code: number;
  readonly reason: string;
  /** What it is counted as. */
  readonly label: string;
}

export const UNAUTHORIZED: Closing = { code: CloseCode.Unauthorized, reason: 'Unauthorized', label: 'too_early' };
export const FORBIDDEN: Closing = { code: CloseCode.Forbidden, reason: 'Forbidden', label: 'forbidden' };
export const WRONG_SUBPROTOCOL: Closing = {
  code: CloseCode.SubprotocolNotAcceptable,
  reason: 'Subprotocol not acceptable',
  label: 'subprotocol',
};
export const INIT_TIMEOUT: Closing = {
  code: CloseCode.ConnectionInitialisationTimeout,
  reason: 'Connection initialisation timeout',
  label: 'init_timeout',
};
export const SECOND_INIT: Closing = {
  code: CloseCode.TooManyInitialisationRequests,
  reason: 'Too many initialisation requests',
  label: 'second_init',
};
/** Clients give up after this one, as a client that floods should. */
export const FLOOD: Closing = { code: 1008, reason: 'Too many messages', label: 'flood' };
/** Clients try again after these. */
export const TRY_AGAIN_LATER: Closing = { code: 1013, reason: 'Try again later', label: 'unavailable' };
export const TOO_MANY_SOCKETS: Closing = { code: 1013, reason: 'Too many connections', label: 'identity_limit' };
export const SLOW_CONSUMER: Closing = {
  code: 1013,
  reason: 'Slow consumer: connect again and resume by cursor',
  label: 'slow_consumer',
};
export const SERVICE_RESTART: Closing = { code: 1012, reason: 'Service restart', label: 'drain' };

/**
 * The identity that carried the connection has ended: 4403, never 4401, which clients take for the end of everything.
 * They try again with the credentials they have then.
 */
export const accessEnded = ({ reason, message }: AccessEnd): Closing => ({
  code: CloseCode.Forbidden,
  reason: reason === 'TOKEN_EXPIRED' ? 'Access token expired' : message,
  label: reason.toLowerCase(),
});

export const duplicateId = (id: string): Closing => ({
  code: CloseCode.SubscriberAlreadyExists,
  reason: `Subscriber for ${id} already exists`,
  label: 'duplicate_id',
});

/** The message does not belong in the protocol, or not in this direction. */
export class InvalidMessage extends Error {
  override name = 'InvalidMessage';
  readonly closing: Closing;

  constructor(reason: string) {
    super(reason);
    this.closing = { code: CloseCode.BadRequest, reason, label: 'bad_message' };
  }
}

export type ClientMessage = Message<
  MessageType.ConnectionInit | MessageType.Ping | MessageType.Pong | MessageType.Subscribe | MessageType.Complete
>;

/** An id goes back with every event, so it is bounded. */
const MAX_ID_LENGTH = 256;
const FROM_CLIENTS: ReadonlySet<string> = new Set([
  MessageType.ConnectionInit,
  MessageType.Ping,
  MessageType.Pong,
  MessageType.Subscribe,
  MessageType.Complete,
]);

/** @throws InvalidMessage */
export function readMessage(text: string): ClientMessage {
  let message: Message;
  try {
    message = validateMessage(JSON.parse(text));
  } catch (error) {
    throw new InvalidMessage(error instanceof SyntaxError ? 'Invalid message received' : (error as Error).message);
  }
  if (!isFromClient(message)) throw new InvalidMessage(`Unexpected message of type ${message.type} received`);
  if ('id' in message && message.id.length > MAX_ID_LENGTH) throw new InvalidMessage('The id is too long');
  return message;
}

function isFromClient(message: Message): message is ClientMessage {
  return FROM_CLIENTS.has(message.type);
}

/** RFC 6455 leaves 123 bytes for the reason; a cut must not split a character. */
export function fitReason(reason: string): string {
  const bytes = Buffer.from(reason);
  if (bytes.length <= 123) return reason;
  let end = 120;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return `${bytes.subarray(0, end).toString()}...`;
}
