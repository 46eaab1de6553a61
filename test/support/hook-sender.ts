import { createHmac, randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import { postRaw, type RawAnswer, textAt } from './raw-graphql.js';
import { askHttp, type HttpAnswer } from './raw-http.js';
import { type Member, rowId, type TestApp } from './test-app.js';

/** A channel and what its senders know of it. */
export interface TestChannel {
  readonly id: string;
  readonly path: string;
  readonly secret: string;
}

/** Makes a channel in a member's project. */
export async function newChannel(
  { url }: TestApp,
  { token, projectId }: Pick<Member, 'token' | 'projectId'>,
  input: object = { kind: 'GENERIC' },
): Promise<TestChannel> {
  const query = `mutation($input: ChannelCreateInput!) { channelCreate(input: $input) { channel { id hookPath } secret userErrors { message } } }`;
  const variables = { input: { projectId, name: 'channel', ...input } };
  const answer = await postRaw(url, { query, variables }, { authorization: `Bearer ${token}` });
  return {
    id: textAt(answer, 'channelCreate.channel.id'),
    path: textAt(answer, 'channelCreate.channel.hookPath'),
    secret: textAt(answer, 'channelCreate.secret'),
  };
}

export interface Signing {
  readonly id?: string;
  /** Seconds since 1970; now by default. */
  readonly timestamp?: number | string;
  readonly secret: string;
}

/** The headers of Standard Webhooks for a body, written once more apart from the code they test. */
export function standardHeaders(body: string | Buffer, signing: Signing): Record<string, string> {
  const { id = randomUUID(), timestamp = Math.floor(Date.now() / 1000), secret } = signing;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), Buffer.from(body)]);
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${createHmac('sha256', key).update(content).digest('base64')}`,
  };
}

/** Posts something to a path, as it is. */
export function post(
  { url }: TestApp,
  path: string,
  body: string | Buffer,
  headers: Record<string, string>,
): Promise<HttpAnswer> {
  const length = String(Buffer.byteLength(body));
  return askHttp(url, { path, body: [body], headers: { 'content-length': length, ...headers } });
}

/** Posts a signed delivery. */
export function deliver(
  app: TestApp,
  channel: TestChannel,
  body: string | Buffer,
  signing: Partial<Signing> = {},
  headers: Record<string, string> = {},
): Promise<HttpAnswer> {
  const signed = standardHeaders(body, { secret: channel.secret, ...signing });
  return post(app, channel.path, body, { ...signed, ...headers });
}

/** A message as it is posted to a channel of kind CHAT or GENERIC. */
export function message(
  text: string,
  { conversation = randomUUID() as string, id = randomUUID() as string, ...customer }: Record<string, string> = {},
) {
  return JSON.stringify({
    type: 'message.received',
    conversation: { id: conversation },
    message: { id, text },
    customer: { email: 'ada@customer.test', ...customer },
  });
}

const EVENT =
  'state outcome reason deliveryId case { id number subject state messages { nodes { direction body } } customer { email name } }';

/** What came in by a channel, newest first. */
export async function inboundOf(
  { url }: TestApp,
  { token }: Pick<Member, 'token'>,
  channel: TestChannel,
): Promise<InboundRow[]> {
  const query = `query($id: ID!) { channel(id: $id) { inboundEvents(first: 100) { nodes { ${EVENT} } } } }`;
  const answer: RawAnswer = await postRaw(
    url,
    { query, variables: { id: channel.id } },
    { authorization: `Bearer ${token}` },
  );
  if (answer.errors) throw new Error(answer.text);
  return (answer.data as { channel: { inboundEvents: { nodes: InboundRow[] } } }).channel.inboundEvents.nodes;
}

/** Waits until a delivery is in a state, and reads it then. */
export async function inboundEnds(
  app: TestApp,
  { token }: Pick<Member, 'token'>,
  { id: channelId }: TestChannel,
  deliveryId: string,
  state = 'PROCESSED',
): Promise<InboundRow> {
  const find = `SELECT "id" FROM "InboundEvent" WHERE "channelId" = $1 AND "deliveryId" = $2 AND "state" = $3::"InboundState"`;
  const values = [rowId(channelId), deliveryId, state];
  const look = async () => (await app.owner.query<{ id: string }>(find, values)).rows[0]?.id;
  const row = await vi.waitUntil(look, { timeout: 30_000, interval: 50 });
  const query = `query($id: ID!) { node(id: $id) { ... on InboundEvent { ${EVENT} } } }`;
  const variables = { id: Buffer.from(`InboundEvent:${row}`).toString('base64') };
  const answer: RawAnswer = await postRaw(app.url, { query, variables }, { authorization: `Bearer ${token}` });
  if (answer.errors) throw new Error(answer.text);
  return (answer.data as { node: InboundRow }).node;
}

export interface InboundRow {
  readonly state: string;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly deliveryId: string | null;
  readonly case: {
    readonly id: string;
    readonly number: number;
    readonly subject: string;
    readonly state: string;
    readonly messages: { readonly nodes: readonly { readonly direction: string; readonly body: string }[] };
    readonly customer: { readonly email: string; readonly name: string | null };
  } | null;
}
