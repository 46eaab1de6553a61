import { encodeGlobalID } from '@pothos/plugin-relay';
import { isInScope, projectScopeOf } from '../../db/project-scope.js';
import type { TenantDb } from '../../db/tenant.js';
import { builder } from '../../graphql/builder.js';
import { StreamItem, type TypedItem } from '../../graphql/stream-items.js';
import type { LiveSource } from '../../realtime/live-source.js';
import { TENANT_TOPIC } from '../../realtime/topic.js';
import type { Actor as ActorShape } from './actor.js';
import { Actor } from './actor.type.js';
import type { Subject, TenantEventRecorded } from './tenant-event.service.js';
import { detailsOf, TenantEventDetails } from './tenant-event-details.type.js';
import { type TenantEventKind as KindName, TENANT_EVENT_KINDS } from './tenant-event-kinds.js';

/** Told instead of a StreamGap item, since this stream has one type. */
const GAP_KIND = 'STREAM_GAP';
const DESCRIPTIONS = {
  ...TENANT_EVENT_KINDS,
  [GAP_KIND]: 'Events were lost before this one: read again what you show.',
} as const;
type Kind = KindName | typeof GAP_KIND;

export const TenantEventKind = builder.enumType('TenantEventKind', {
  description: 'What happened.',
  values: Object.fromEntries(
    Object.entries(DESCRIPTIONS).map(([kind, description]) => [kind, { description }]),
  ) as Record<Kind, { description: string }>,
});

interface TenantEventItem extends TypedItem<'TenantEvent'> {
  readonly kind: Kind;
  readonly subject: Subject | null;
  readonly actor: ActorShape;
  readonly requestId: string | null;
  readonly data: Readonly<Record<string, unknown>> | null;
}

const SYSTEM: ActorShape = { kind: 'SYSTEM', id: null, label: 'stream' };

const TenantEvent = builder.objectRef<TenantEventItem>('TenantEvent').implement({
  description: "An entry of the tenant's log: what happened, to what, and who did it.",
  interfaces: [StreamItem],
  authScopes: { can: 'event:read' },
  fields: (t) => ({
    kind: t.expose('kind', { type: TenantEventKind, description: 'What happened.' }),
    subject: t.node({
      description: 'What it happened to; null when it is gone, or about nothing in particular.',
      id: ({ subject }) => (subject ? encodeGlobalID(subject.type, subject.id) : null),
    }),
    actor: t.expose('actor', { type: Actor, description: 'Who did it.' }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: 'The request it came from, as in the logs.',
    }),
    data: t.field({
      type: 'JSONObject',
      nullable: true,
      description: 'What else there is to know; depends on the kind.',
      deprecationReason: 'Select `details`, which has a type for each kind.',
      resolve: ({ data }) => data,
    }),
    details: t.field({
      type: TenantEventDetails,
      nullable: true,
      description: 'What else there is to know, typed by the kind; null when there is nothing else.',
      resolve: ({ kind, data }) => detailsOf(kind, data),
    }),
  }),
});

builder.subscriptionField('tenantEvents', (t) =>
  t.withAuth({ can: 'event:read' }).field({
    type: TenantEvent,
    description: 'Everything that happens in the tenant, from now on or behind `after`. Never ends by itself.',
    args: {
      kinds: t.arg({ type: [TenantEventKind], required: false, description: 'Only these kinds; all by default.' }),
      after: t.arg({ type: 'EventCursor', required: false, description: 'Cursor of the last item you have.' }),
    },
    subscribe: (_root, { kinds, after }, { db, services }) =>
      services.live.stream(tenantSource(db, kinds ? new Set(kinds) : null, after ?? null)),
    resolve: (item) => item as TenantEventItem,
  }),
);

function tenantSource(
  db: TenantDb,
  kinds: ReadonlySet<Kind> | null,
  after: string | null,
): LiveSource<TenantEventItem> {
  const scope = projectScopeOf(db.$rights);
  return {
    tenantId: db.$tenantId,
    topic: TENANT_TOPIC,
    after,
    loadSnapshot: async () => ({ items: [] }), // a log has no state to begin with
    toItem: ({ cursor, at, event }) => {
      const { kind, subject, projectId, actor, requestId, data } = event as TenantEventRecorded;
      if (!isInScope(scope, projectId)) return null;
      if (kinds && !kinds.has(kind)) return null;
      return { __typename: 'TenantEvent', cursor, at, kind, subject, actor, requestId, data };
    },
    isEnd: () => false,
    coalesces: () => false,
    gapItem: ({ cursor, at, reason }) => ({
      __typename: 'TenantEvent',
      cursor,
      at,
      kind: GAP_KIND,
      subject: null,
      actor: SYSTEM,
      requestId: null,
      data: { reason },
    }),
  };
}
