import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pauseQueue, resumeQueue } from '../../../src/modules/operations/queue.service.js';
import { PostReply } from '../../../src/modules/support/post-reply.job.js';
import { deliver, inboundEnds, message, newChannel, type TestChannel } from '../../support/hook-sender.js';
import { postRaw } from '../../support/raw-graphql.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ARTICLES, Desk } from './desk.js';
import * as gql from './documents.js';
import { TakeOver } from './takeover-documents.js';

interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What receives replies: notes them, and answers by plan. */
class ChatServer {
  readonly posted: Posted[] = [];
  readonly plan: { readonly status: number; readonly headers?: Record<string, string> }[] = [];
  readonly #server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.posted.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() });
      const { status, headers = {} } = this.plan.shift() ?? { status: 204 };
      response.writeHead(status, headers).end();
    });
  });

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  to(path: string): Posted[] {
    return this.posted.filter((post) => post.path === path);
  }

  close(): void {
    this.#server.close();
  }
}

const chat = new ChatServer();
let url: string;
let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  url = await chat.listen();
  app = await startTestApp({ environment: { OUTBOUND_PRIVATE_HOSTS: new URL(url).host } });
  desk = await Desk.open(app);
  await desk.write(ARTICLES.password);
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  chat.close();
});

const chatAt = (replyUrl: string | null) =>
  newChannel(app, { ...desk.member, projectId: desk.projectId }, { kind: 'CHAT', chat: { replyUrl } });

/** A case that came by a chat, whose draft is approved. */
async function approved(channel: TestChannel, conversation: string) {
  const id = `d-${conversation.replace(/[^\w-]/g, '')}`;
  await deliver(app, channel, message('How do I reset my password?', { conversation, id: `m-${conversation}` }), {
    id,
  });
  const event = await inboundEnds(app, desk.member, channel, id);
  const waiting = await desk.caseIn(event.case?.id ?? '', 'AWAITING_APPROVAL');
  const { replyApprove } = await app.run(desk.member, gql.ReplyApprove, {
    input: { id: waiting.replyDraft?.id ?? '' },
  });
  return { caseId: waiting.id, number: waiting.number, state: replyApprove.replyDraft?.state };
}

const draftBecomes = (caseId: string, state: string) =>
  vi.waitUntil(async () => (await desk.case(caseId)).replyDraft?.state === state, { timeout: 30_000, interval: 100 });

function signatureOf({ headers, body }: Posted, secret: string): string {
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(content)
    .digest('base64')}`;
}

async function errorOf(caseId: string): Promise<unknown> {
  const query =
    'query($id: ID!) { case(id: $id) { state messages(last: 1) { nodes { delivery { state errorCode } } } } }';
  const variables = { id: caseId };
  return (await postRaw(app.url, { query, variables }, { authorization: `Bearer ${desk.member.token}` })).data;
}

describe('a chat', () => {
  it('is one case, whoever of its visitors has an address and who has none', async () => {
    const channel = await chatAt(null);
    const say = async (id: string, customer: object) => {
      const body = JSON.stringify({ ...JSON.parse(message(`Message ${id}`, { conversation: 'one', id })), customer });
      expect((await deliver(app, channel, body, { id })).status).toBe(202);
      return inboundEnds(app, desk.member, channel, id);
    };
    const first = await say('a', { id: 'visitor-7', name: 'Vic' });
    const second = await say('b', { id: 'visitor-7' });
    expect(first.case?.customer).toEqual({
      email: expect.stringMatching(/^visitor-[0-9a-f]{32}@chat\.invalid$/),
      name: 'Vic',
    });
    expect([second.outcome, second.case?.id]).toEqual(['MESSAGE_ADDED', first.case?.id]);
    expect(second.case?.messages.nodes.map(({ body }) => body)).toEqual(['Message a', 'Message b']);
  });

  it('gets its reply posted, signed, once', async () => {
    const channel = await chatAt(`${url}/plain`);
    const { caseId, number, state } = await approved(channel, 'c-1');
    expect(state).toBe('APPROVED');
    await draftBecomes(caseId, 'SENT');
    const [post, ...more] = chat.to('/plain');
    expect(more).toEqual([]);
    expect(JSON.parse(post!.body)).toEqual({
      type: 'reply.sent',
      conversation: { id: 'c-1' },
      message: {
        id: post!.headers['webhook-id'],
        text: expect.stringContaining('Forgot password'),
        sentAt: expect.any(String),
      },
      case: { number },
    });
    expect(post!.headers['webhook-signature']).toBe(signatureOf(post!, channel.secret));
    // Posted back to us, it is no message of a customer.
    const headers = post!.headers as Record<string, string>;
    const sent = ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'content-type'].map((name) => [
      name,
      headers[name] ?? '',
    ]);
    const answer = await fetch(`${app.url}${channel.path}`, {
      method: 'POST',
      body: post!.body,
      headers: Object.fromEntries(sent),
    });
    expect(answer.status).toBe(400);
  });

  it('leaves alone who takes the case over while the reply is on its way', async () => {
    const channel = await chatAt(`${url}/slow`);
    const db = app.gateway.app.tenants.for(desk.member.tenantId);
    const by = { actor: { kind: 'SYSTEM', id: null, label: 'test' } } as const;
    await pauseQueue(db, PostReply.kind, null, by);
    const { caseId } = await approved(channel, 'c-slow');
    const taken = await app.run(desk.member, TakeOver, { input: { id: caseId } });
    expect(taken.caseTakeOver.userErrors).toEqual([]);
    await resumeQueue(db, PostReply.kind, by);
    await draftBecomes(caseId, 'SENT');
    expect(await desk.case(caseId)).toMatchObject({ state: 'NEEDS_HUMAN' });
  });

  it('is signed with both secrets while a rotation lasts', async () => {
    const channel = await chatAt(`${url}/rotated`);
    const query = 'mutation($id: ID!) { channelSecretRotate(input: { id: $id, overlapMinutes: 5 }) { secret } }';
    const rotated = await postRaw(
      app.url,
      { query, variables: { id: channel.id } },
      { authorization: `Bearer ${desk.member.token}` },
    );
    const { secret } = (rotated.data as { channelSecretRotate: { secret: string } }).channelSecretRotate;
    const { caseId } = await approved(channel, 'c-2');
    await draftBecomes(caseId, 'SENT');
    const [post] = chat.to('/rotated');
    expect(post!.headers['webhook-signature']).toBe(
      `${signatureOf(post!, secret)} ${signatureOf(post!, channel.secret)}`,
    );
  });

  it('that asks for later gets the same reply again, and nothing more once it took it', async () => {
    const channel = await chatAt(`${url}/later`);
    chat.plan.push({ status: 503, headers: { 'retry-after': '1' } });
    const { caseId } = await approved(channel, 'c-3');
    await draftBecomes(caseId, 'SENT');
    const [first, second, ...more] = chat.to('/later');
    expect(more).toEqual([]);
    expect([second!.body, second!.headers['webhook-id']]).toEqual([first!.body, first!.headers['webhook-id']]);
  });

  it.each([
    ['wants no more', '/gone', 'HTTP_410', { status: 410 }],
    ['sends us elsewhere', '/moved', 'REDIRECT', { status: 302, headers: { location: '/plain' } }],
  ])('that %s leaves the case to a person', async (_what, path, errorCode, answer) => {
    const before = chat.to('/plain').length;
    chat.plan.push(answer);
    const { caseId } = await approved(await chatAt(url + path), `c${path}`);
    await draftBecomes(caseId, 'SEND_FAILED');
    expect(await errorOf(caseId)).toEqual({
      case: { state: 'NEEDS_HUMAN', messages: { nodes: [{ delivery: { state: 'FAILED', errorCode } }] } },
    });
    expect([chat.to(path).length, chat.to('/plain').length]).toEqual([1, before]);
  });

  it.each(['http://localhost:PORT/in', 'http://[::ffff:127.0.0.1]:PORT/in'])(
    'at %s, which is nobody outside, is never called',
    async (address) => {
      const replyUrl = address.replace('PORT', new URL(url).port);
      const { caseId } = await approved(await chatAt(replyUrl), `inside-${address}`);
      await draftBecomes(caseId, 'SEND_FAILED');
      expect(await errorOf(caseId)).toMatchObject({
        case: { messages: { nodes: [{ delivery: { errorCode: 'FORBIDDEN_ADDRESS' } }] } },
      });
      expect(chat.to('/in')).toEqual([]);
    },
  );
});
