import { v7 as newId } from 'uuid';
import type { OutboxMessage } from '../../db/outbox.js';
import type { Transaction } from '../../db/transaction.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { type StreamEvent, TENANT_TOPIC } from '../../realtime/topic.js';
import type { Actor, Cause } from './actor.js';
import type { EventData } from './tenant-event-data.js';
import type { TenantEventKind } from './tenant-event-kinds.js';

/** What an event or a job is about: a type of the schema and the row's id. */
export interface Subject {
  readonly type: string;
  readonly id: string;
}

export interface NewTenantEvent<Kind extends TenantEventKind> extends Cause {
  readonly kind: Kind;
  readonly subject: Subject | null;
  /** What else there is to know: as `TENANT_EVENT_DATA` has it for the kind. */
  readonly data?: EventData<Kind> | undefined;
  /** Whose it is, where the subject does not say: an event of a project is for those who see it. */
  readonly projectId?: string | null | undefined;
}

/** What is appended to the tenant's live stream (`TENANT_TOPIC`). */
export interface TenantEventRecorded extends StreamEvent {
  readonly type: 'TenantEvent';
  /** Id of the `TenantEvent` row. */
  readonly id: string;
  readonly kind: TenantEventKind;
  readonly subject: Subject | null;
  /** The project of the subject; events of no project are everybody's. */
  readonly projectId: string | null;
  readonly actor: Actor;
  readonly requestId: string | null;
  readonly data: Prisma.InputJsonObject | null;
}

/**
 * Writes an event into the tenant's log and, once the transaction commits, onto its live stream.
 * @returns the id of the row
 */
export async function recordEvent<const Kind extends TenantEventKind>(
  tx: Transaction,
  event: NewTenantEvent<Kind>,
): Promise<string> {
  const { kind, subject, actor } = event;
  tx.$audit({ subject: subject ?? undefined, actor });
  const id = newId();
  const data: Prisma.InputJsonObject | null = event.data ?? null;
  const requestId = event.requestId ?? tx.$requestId;
  const [row] = await tx.$queryRaw<{ projectId: string | null }[]>`
    INSERT INTO "TenantEvent"
      ("id", "tenantId", "at", "kind", "subjectType", "subjectId", "actorKind", "actorId", "actorLabel", "requestId", "data", "projectId")
    VALUES (${id}::uuid, ${tx.$tenantId}::uuid, clock_timestamp(), ${kind}, ${subject?.type ?? null}, ${subject?.id ?? null}::uuid,
      ${actor.kind}::"ActorKind", ${actor.id}::uuid, ${actor.label}, ${requestId},
      ${data === null ? null : JSON.stringify(data)}::jsonb,
      ${event.projectId ?? null}::uuid) RETURNING "projectId"`;
  const projectId = row?.projectId ?? null;
  tx.$outbox(tenantEventMessage({ type: 'TenantEvent', id, kind, subject, projectId, actor, requestId, data }));
  return id;
}

/** What tells the tenant's live stream of an event that is in the log. */
export function tenantEventMessage(event: TenantEventRecorded): OutboxMessage {
  return { kind: 'EVENT', target: TENANT_TOPIC, body: { ...event } as Prisma.InputJsonObject };
}
