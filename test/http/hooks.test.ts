import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../src/observability/logger.js';
import {
  deliver,
  inboundEnds,
  message,
  newChannel,
  post,
  standardHeaders,
  type TestChannel,
} from '../support/hook-sender.js';
import { postRaw } from '../support/raw-graphql.js';
import { askHttp, type HttpAnswer } from '../support/raw-http.js';
import { type Member, rowId, startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let owner: Member;
let channel: TestChannel;
let other: TestChannel;
const lines: string[] = [];
beforeAll(async () => {
  const log = createLogger('debug', 'test', { write: (line) => void lines.push(line) });
  app = await startTestApp({ environment: { MAX_BODY_BYTES: '20000', MAX_MAIL_BYTES: '50000' }, log });
  owner = await app.newTenant();
  [channel, other] = [await newChannel(app, owner), await newChannel(app, await app.newTenant())];
});
afterAll(() => app[Symbol.asyncDispose]());

const now = () => Math.floor(Date.now() / 1000);
const bodyOf = ({ text }: HttpAnswer) => JSON.parse(text) as { id?: string; errors?: { message: string }[] };
const change = (name: string, input: object, member = owner) =>
  postRaw(
    app.url,
    {
      query: `mutation($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { userErrors { code } ${/Rotate/.test(name) ? 'secret' : ''} } }`,
      variables: { input },
    },
    { authorization: `Bearer ${member.token}` },
  );
const casesOf = async (member: Member) => {
  const { rows } = await app.owner.query<{ count: string }>(`SELECT count(*) FROM "Case" WHERE "tenantId" = $1`, [
    member.tenantId,
  ]);
  return Number(rows[0]?.count);
};
const reaches = (wanted: TestChannel, id: string, state: string) => inboundEnds(app, owner, wanted, id, state);

const BODY = message('It does not work.');

describe('what is posted to a channel', () => {
  it('is stored, answered with 202, and becomes a case', async () => {
    const id = randomUUID();
    const answer = await deliver(app, channel, message('The door is stuck.\nPlease help.', { name: 'Ada' }), { id });
    expect(answer.status).toBe(202);
    expect(bodyOf(answer)).toEqual({ id: expect.any(String) });
    const event = await reaches(channel, id, 'PROCESSED');
    expect(event).toMatchObject({
      outcome: 'CASE_OPENED',
      case: { subject: 'The door is stuck.', customer: { email: 'ada@customer.test', name: 'Ada' } },
    });
    expect(event?.case?.messages.nodes).toMatchObject([
      { direction: 'INBOUND', body: 'The door is stuck.\nPlease help.' },
    ]);
  });

  it('has one effect and the same answer, however often and however much at once it comes', async () => {
    const [id, body] = [randomUUID(), message('Once.')];
    const before = await casesOf(owner);
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(app, channel, body, { id })));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(202);
    await reaches(channel, id, 'PROCESSED');
    // Also later, and signed anew at another time.
    const again = await deliver(app, channel, body, { id, timestamp: now() - 10 });
    expect([again.status, again.text]).toEqual([202, answers[0]?.text]);
    expect(await casesOf(owner)).toBe(before + 1);
    const reused = await deliver(app, channel, message('Something else.'), { id });
    expect(reused.status).toBe(409);
  });

  it('is the same message in another delivery', async () => {
    const body = message('Said once.', { id: 'm-1', conversation: 'c-1' });
    const [first, second] = [randomUUID(), randomUUID()];
    await deliver(app, channel, body, { id: first });
    const opened = await reaches(channel, first, 'PROCESSED');
    await deliver(app, channel, body, { id: second });
    const repeated = await reaches(channel, second, 'PROCESSED');
    expect([repeated?.outcome, repeated?.case?.id]).toEqual(['DUPLICATE', opened?.case?.id]);
    expect(repeated?.case?.messages.nodes).toHaveLength(1);
  });

  it('is not kept from coming by a forged delivery that took its id before', async () => {
    const [id, body] = [randomUUID(), message('The real one.')];
    expect(
      (await post(app, channel.path, body, { ...standardHeaders(body, { secret: other.secret, id }) })).status,
    ).toBe(401);
    expect((await deliver(app, channel, body, { id })).status).toBe(202);
    await reaches(channel, id, 'PROCESSED');
  });

  it('is told what is wrong with it when whoever signed it may know', async () => {
    const answer = await deliver(
      app,
      channel,
      JSON.stringify({ type: 'message.received', message: { id: '', text: 7 } }),
    );
    expect(answer.status).toBe(400);
    const { errors } = JSON.parse(answer.text) as { errors: { issues: { path: string[] }[] }[] };
    const paths = errors[0]?.issues.map(({ path }) => path.join('.'));
    expect(paths).toEqual(expect.arrayContaining(['conversation', 'message.id', 'message.text', 'customer']));
    expect((await deliver(app, channel, '{"a": ')).status).toBe(400);
    expect((await deliver(app, channel, Buffer.from([0x7b, 0xff, 0x7d]))).status).toBe(400);
    // A message of ours that somebody sends back to us is none.
    expect((await deliver(app, channel, BODY.replace('message.received', 'reply.sent'))).status).toBe(400);
  });

  it('is taken with either secret while a rotation lasts, and with several signatures', async () => {
    const rotating = await newChannel(app, owner);
    const rotated = await change('channelSecretRotate', { id: rotating.id, overlapMinutes: 5 });
    const secret = (rotated.data as { channelSecretRotate: { secret: string } }).channelSecretRotate.secret;
    for (const each of [secret, rotating.secret])
      expect((await deliver(app, rotating, message('Hello.'), { secret: each })).status).toBe(202);
    const body = message('Signed twice.');
    const [old, fresh] = [secret, rotating.secret].map((each) => standardHeaders(body, { secret: each, id: 'twice' }));
    const both = `v1a,xyz ${old?.['webhook-signature']} ${fresh?.['webhook-signature']}`;
    expect((await post(app, rotating.path, body, { ...old, 'webhook-signature': both })).status).toBe(202);
    await change('channelSecretRotate', { id: rotating.id, overlapMinutes: 0 });
    for (const each of [secret, rotating.secret])
      expect((await deliver(app, rotating, message('Hello.'), { secret: each })).status).toBe(401);
  });

  it('gets the same answer from a channel that is off, in an archived project, or was never there', async () => {
    const project = await postRaw(
      app.url,
      {
        query:
          'mutation { projectCreate(input: { key: "old", name: "old" }) { project { id } userErrors { message } } }',
      },
      { authorization: `Bearer ${owner.token}` },
    );
    const projectId = (project.data as { projectCreate: { project: { id: string } } }).projectCreate.project.id;
    const [off, archived] = [await newChannel(app, owner), await newChannel(app, { ...owner, projectId })];
    await change('channelDisable', { id: off.id });
    await change('projectArchive', { id: projectId });
    const unknown = { ...off, path: `/hooks/ch_${'x'.repeat(24)}` };
    const answers = [];
    for (const each of [off, archived, unknown, { ...off, path: '/hooks/../etc' }, { ...off, path: '/hooks/' }]) {
      const { status, text } = await deliver(app, each, BODY, {}, { 'x-request-id': 'the-same-id' });
      answers.push([status, text]);
    }
    expect(new Set(answers.map(String)).size).toBe(1);
    expect(answers[0]?.[0]).toBe(404);
    await change('channelEnable', { id: off.id });
    expect((await deliver(app, off, BODY)).status).toBe(202);
  });

  it('names no tenant: whatever headers say, it is that of the key', async () => {
    const stranger = await app.newTenant();
    const [id, before] = [randomUUID(), await casesOf(stranger)];
    const claims = {
      'x-tenant-id': stranger.tenantId,
      'x-project-id': rowId(stranger.projectId),
      authorization: `Bearer ${stranger.token}`,
    };
    expect((await deliver(app, channel, message('Whose?'), { id }, claims)).status).toBe(202);
    await reaches(channel, id, 'PROCESSED');
    expect(await casesOf(stranger)).toBe(before);
  });

  it('is bound in size, form, and method', async () => {
    const large = message('x'.repeat(20_001));
    expect((await deliver(app, channel, large)).status).toBe(413);
    const chunked = await askHttp(app.url, {
      path: channel.path,
      headers: standardHeaders(BODY, { secret: channel.secret }),
      body: Array(30).fill('y'.repeat(1_000)),
    });
    expect(chunked.status).toBe(413);
    expect((await deliver(app, channel, BODY, {}, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await deliver(app, channel, BODY, {}, { 'content-encoding': 'gzip' })).status).toBe(415);
    const got = await askHttp(app.url, { method: 'GET', path: channel.path });
    expect([got.status, got.headers.allow]).toEqual([405, 'POST']);
  });

  it('leaves no secret, no signature and nothing that was said in the log', () => {
    const text = lines.join('\n');
    expect(text).toContain('delivery processed');
    for (const secret of [channel.secret.slice(6), 'The door is stuck', 'v1,']) expect(text).not.toContain(secret);
  });
});

describe('what comes in at once', () => {
  it('is bound by the minute for a channel, and for an address whatever it asks for', async () => {
    const environment = { RATE_LIMITS: 'true', HOOKS_PER_MINUTE: '5', TENANT_RATE_FACTOR: '4' };
    const limited = await startTestApp({ hasWorker: false, environment });
    try {
      await vi.waitUntil(() => Date.now() % 60_000 < 50_000, { timeout: 11_000 }); // counts are by the minute of the clock
      const busy = await newChannel(limited, await limited.newTenant());
      const statuses = [];
      for (let index = 0; index < 7; index += 1)
        statuses.push((await deliver(limited, busy, message(`${index}`))).status);
      expect(statuses).toEqual([202, 202, 202, 202, 202, 429, 429]);
      const guesses = [];
      for (let index = 0; index < 15; index += 1) {
        guesses.push(await deliver(limited, { ...busy, path: `/hooks/ch_${String(index).padStart(24, 'x')}` }, BODY));
      }
      expect(guesses.map(({ status }) => status)).toEqual([...Array(13).fill(404), 429, 429]);
      expect(Number(guesses.at(-1)?.headers['retry-after'])).toBeGreaterThan(0);
    } finally {
      await limited[Symbol.asyncDispose]();
    }
  });

  it('is refused with 503 when there is no room for it, and the room is free again after', async () => {
    const small = await startTestApp({ hasWorker: false, environment: { HOOK_BUFFER_BYTES: '2000' } });
    try {
      const narrow = await newChannel(small, await small.newTenant());
      const answer = await deliver(small, narrow, message('x'.repeat(3_000)));
      expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1']);
      for (const text of ['a', 'b', 'c'])
        expect((await deliver(small, narrow, message(text.repeat(1_000)))).status).toBe(202);
    } finally {
      await small[Symbol.asyncDispose]();
    }
  });
});
