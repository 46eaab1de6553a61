import { isUnionType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../../src/graphql/schema.js';
import { TENANT_EVENT_DATA } from '../../../src/modules/operations/tenant-event-data.js';
import { detailsOf, detailsTypeOf } from '../../../src/modules/operations/tenant-event-details.type.js';
import type { DetailsFollowSubscription, TenantEventKind } from '../../gql/graphql.js';
import { graphql } from '../../gql/index.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';

const ProjectUpdate = graphql(`
  mutation DetailsProjectUpdate($input: ProjectUpdateInput!) {
    projectUpdate(input: $input) { project { id } userErrors { code message path } }
  }
`);
const QueuePause = graphql(`
  mutation DetailsQueuePause($input: QueuePauseInput!) {
    queuePause(input: $input) { queue { name } userErrors { code message path } }
  }
`);
const Follow = graphql(`
  subscription DetailsFollow {
    tenantEvents {
      kind
      data
      details {
        __typename
        ... on ProjectChangeDetails { before { name } after { name } }
        ... on QueuePauseDetails { queue reason }
      }
    }
  }
`);

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
});
afterAll(() => app[Symbol.asyncDispose]());

async function nextOf(events: AsyncGenerator<DetailsFollowSubscription>, kind: TenantEventKind) {
  for (;;) {
    const { value } = await events.next();
    if (value?.tenantEvents.kind === kind) return value.tenantEvents;
  }
}

describe('details of events', () => {
  it('have a type for every kind that holds something', () => {
    const union = schema.getType('TenantEventDetails');
    const members = isUnionType(union) ? union.getTypes().map(({ name }) => name) : [];
    const used = new Set(Object.keys(TENANT_EVENT_DATA).map((kind) => detailsTypeOf(kind)));
    expect([...used].sort()).toEqual([...members].sort());
  });

  it('are null where there are none, and where another release wrote something else', () => {
    expect(detailsOf('SIGNED_IN', null)).toBeNull();
    expect(detailsOf('QUEUE_PAUSED', null)).toBeNull();
    expect(detailsOf('CASE_STATE_CHANGED', { from: 'NEW', to: 'SOMEWHERE' })).toBeNull();
    expect(detailsOf('STREAM_GAP', { reason: 'TRIMMED' })).toBeNull();
  });

  it('come live with their fields', async () => {
    const member = await app.newTenant();
    const events = app.follow(member, Follow, {});
    const found = nextOf(events, 'PROJECT_UPDATED');
    // Until the subscription stands, nobody hears anything.
    const input = { id: member.projectId, name: 'Renamed' };
    const again = setInterval(() => void app.run(member, ProjectUpdate, { input }), 100);
    expect(await found).toMatchObject({
      data: { after: { name: 'Renamed' } },
      details: { __typename: 'ProjectChangeDetails', after: { name: 'Renamed' } },
    });
    clearInterval(again);
    const queue = 'support.draft-reply';
    await app.run(member, QueuePause, { input: { name: queue, reason: 'Stocktaking' } });
    expect(await nextOf(events, 'QUEUE_PAUSED')).toMatchObject({
      details: { __typename: 'QueuePauseDetails', queue, reason: 'Stocktaking' },
    });
    await events.return(undefined);
  });
});
