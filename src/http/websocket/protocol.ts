import { CloseCode, type Message, MessageType, validateMessage } from 'graphql-ws';

/*
 * graphql-transport-ws, the server's side
 * (https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverWebSocket.md).
 */

/** Why a socket is closed. Codes from 4400 on are the protocol's, the others RFC 6455's. */
export interface Closing {
  readonly code: number;
  readonly reason: string;
}

export const UNAUTHORIZED: Closing = { code: CloseCode.Unauthorized, reason: 'Unauthorized' };
export const FORBIDDEN: Closing = { code: CloseCode.Forbidden, reason: 'Forbidden' };
export const TOKEN_EXPIRED: Closing = { code: CloseCode.Forbidden, reason: 'Access token expired' };
export const ACCESS_CHANGED: Closing = { code: CloseCode.Forbidden, reason: 'Access was revoked or changed' };
export const WRONG_SUBPROTOCOL: Closing = {
  code: CloseCode.SubprotocolNotAcceptable,
  reason: 'Subprotocol not acceptable',
};
export const INIT_TIMEOUT: Closing = {
  code: CloseCode.ConnectionInitialisationTimeout,
  reason: 'Connection initialisation timeout',
};
export const SECOND_INIT: Closing = {
  code: CloseCode.TooManyInitialisationRequests,
  reason: 'Too many initialisation requests',
};
export const FLOOD: Closing = { code: 1008, reason: 'Too many messages' };
/** Clients try again after these two. */
export const TRY_AGAIN_LATER: Closing = { code: 1013, reason: 'Try again later' };
export const SERVICE_RESTART: Closing = { code: 1012, reason: 'Service restart' };

export const duplicateId = (id: string): Closing => ({
  code: CloseCode.SubscriberAlreadyExists,
  reason: `Subscriber for ${id} already exists`,
});

/** The message does not belong in the protocol, or not in this direction. */
export class InvalidMessage extends Error {
  override name = 'InvalidMessage';
  readonly closing: Closing;

  constructor(reason: string) {
    super(reason);
    this.closing = { code: CloseCode.BadRequest, reason };
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
