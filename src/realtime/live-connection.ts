import { z } from 'zod';

const moment = z.iso.datetime().transform((text) => new Date(text));

const LiveSubscriptionView = z.object({
  /** The operation's name, when it has one. */
  operationName: z.string().nullable(),
  field: z.string(),
  /** What it follows; null when that is no live stream. */
  topic: z.string().nullable(),
  startedAt: moment,
  /** Events given to it so far. */
  delivered: z.number(),
  /** Events of its topic that wait for it. */
  waiting: z.number(),
  /** How long the oldest of them has waited. */
  lagMs: z.number(),
});

/** A connection that stays open, as the gateway that holds it sees it. Holds no credential. */
export const LiveConnectionView = z.object({
  id: z.uuid(),
  tenantId: z.uuid(),
  transport: z.enum(['WEBSOCKET', 'SSE']),
  viewerKind: z.enum(['USER', 'API_KEY']),
  userId: z.uuid(),
  apiKeyId: z.uuid().nullable(),
  label: z.string(),
  /** The project to which it is narrowed; gateways of an earlier version say nothing of it. */
  projectId: z.uuid().nullable().default(null),
  address: z.string(),
  userAgent: z.string().nullable(),
  /** Name of the process that holds it. */
  gateway: z.string(),
  connectedAt: moment,
  accessEndsAt: moment.nullable(),
  messagesIn: z.number(),
  messagesOut: z.number(),
  bufferedBytes: z.number(),
  subscriptions: z.array(LiveSubscriptionView),
});
export type LiveConnectionView = z.infer<typeof LiveConnectionView>;
export type LiveSubscriptionView = z.infer<typeof LiveSubscriptionView>;

/** The connections of this process. */
export interface LocalConnections {
  /** Those of a tenant, in any order. */
  of(tenantId: string): LiveConnectionView[];
  /** Ends one; false when the tenant has none of that id here. */
  terminate(tenantId: string, id: string, message: string | undefined): boolean;
}

/** Newest first; a place in that order. */
export interface ConnectionPlace {
  readonly connectedAt: Date;
  readonly id: string;
}

/** Negative when `one` comes before `other`. */
export function compareConnections(one: ConnectionPlace, other: ConnectionPlace): number {
  const byTime = other.connectedAt.getTime() - one.connectedAt.getTime();
  return byTime !== 0 ? byTime : Number(one.id < other.id) - Number(one.id > other.id);
}
