import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createRemoteModels } from '../../../src/adapters/models/remote/remote-models.js';
import { createGuardedFetch } from '../../../src/adapters/outbound/guarded-fetch.js';
import { ModelCallFailed, type ModelProtocol, type ModelTextChunk } from '../../../src/ports.js';
import { FakeModelServer, INPUT_TOKENS, OUTPUT_TOKENS } from '../../support/fake-models/fake-model-server.js';

const PROTOCOLS: readonly ModelProtocol[] = ['OPENAI', 'OPENAI_COMPATIBLE', 'ANTHROPIC', 'GOOGLE'];
const PROMPT = { system: 'You answer briefly.', text: 'Why is the sky blue?' };
const ANSWER = 'Because short waves scatter more.';
const OPTIONS = { timeoutMs: 5_000 };
const TOKENS = { input: INPUT_TOKENS, cachedInput: 0, output: OUTPUT_TOKENS };
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

const outbound = createGuardedFetch({ privateHosts: ['127.0.0.1'] });
const models = createRemoteModels(outbound.fetch);
afterAll(() => outbound[Symbol.asyncDispose]());

async function failureOf(work: Promise<unknown>): Promise<ModelCallFailed> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ModelCallFailed);
  return error as ModelCallFailed;
}

async function read(stream: AsyncIterable<ModelTextChunk>): Promise<ModelTextChunk[]> {
  const chunks: ModelTextChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

describe.each(PROTOCOLS)('a model reached by %s', (protocol) => {
  let fake: FakeModelServer;
  const start = async () => {
    fake = await FakeModelServer.start(protocol);
    return fake;
  };
  afterEach(() => fake[Symbol.asyncDispose]());

  it('answers with text, with the tokens it took, and is sent key and prompt', async () => {
    await start();
    fake.script({ kind: 'answer', text: ANSWER });
    expect(await models.text(fake.connection, PROMPT, OPTIONS)).toEqual({ text: ANSWER, tokens: TOKENS });
    const [seen] = fake.seen;
    expect(seen?.key).toBe('fake-key');
    expect(JSON.stringify(seen?.body)).toContain(PROMPT.text);
    expect(JSON.stringify(seen?.body)).toContain(PROMPT.system);
  });

  it('is shown an image', async () => {
    await start();
    fake.script({ kind: 'answer', text: 'A dot.' });
    const images = [{ mediaType: 'image/png', data: new Uint8Array(PIXEL) }];
    expect((await models.text(fake.connection, { ...PROMPT, images }, OPTIONS)).text).toBe('A dot.');
    expect(JSON.stringify(fake.seen[0]?.body)).toContain(PIXEL.toString('base64'));
  });

  it('streams its answer in pieces that join to the whole', async () => {
    await start();
    fake.script({ kind: 'answer', text: ANSWER });
    const chunks = await read(models.stream(fake.connection, PROMPT, OPTIONS));
    const deltas = chunks.flatMap((chunk) => (chunk.kind === 'delta' ? [chunk.text] : []));
    expect(deltas.length).toBeGreaterThan(2);
    expect(deltas.join('')).toBe(ANSWER);
    expect(chunks.at(-1)).toEqual({ kind: 'final', text: ANSWER, tokens: TOKENS });
  });

  it('gives an object of the schema', async () => {
    await start();
    fake.script({ kind: 'answer', text: '{"type":"BUG","confidence":0.9}' });
    const schema = z.object({ type: z.enum(['BUG', 'FEATURE']), confidence: z.number() });
    const answer = await models.object(fake.connection, PROMPT, schema, OPTIONS);
    expect(answer).toEqual({ value: { type: 'BUG', confidence: 0.9 }, tokens: TOKENS, isRepaired: false });
  });

  it('is asked once more when the object does not fit, and told why', async () => {
    await start();
    fake.script({ kind: 'answer', text: '{"type":"WISH"}' }, { kind: 'answer', text: '{"type":"FEATURE"}' });
    const answer = await models.object(fake.connection, PROMPT, z.object({ type: z.enum(['FEATURE']) }), OPTIONS);
    expect(answer.isRepaired).toBe(true);
    expect(answer.value).toEqual({ type: 'FEATURE' });
    expect(answer.tokens.input).toBe(2 * INPUT_TOKENS);
    expect(JSON.stringify(fake.seen[1]?.body)).toContain('WISH');
  });

  it('fails with a type when the object does not fit a second time, and counts the tokens of both', async () => {
    await start();
    fake.script({ kind: 'answer', text: 'no JSON' }, { kind: 'answer', text: 'nor this' });
    const failed = await failureOf(models.object(fake.connection, PROMPT, z.object({ type: z.string() }), OPTIONS));
    expect(failed.reason).toBe('ANSWER_INVALID');
    expect(failed.tokens.output).toBe(2 * OUTPUT_TOKENS);
    expect(failed.message).not.toContain('nor this');
  });

  it.each([
    [401, 'UNAUTHORIZED'],
    [400, 'REJECTED'],
    [402, 'UNAUTHORIZED'],
    [404, 'UNAVAILABLE'],
    [429, 'RATE_LIMITED'],
    [500, 'UNAVAILABLE'],
    [503, 'UNAVAILABLE'],
  ] as const)('fails on status %i as %s, at once and without the provider’s words', async (status, reason) => {
    await start();
    fake.script({ kind: 'status', status, headers: { 'retry-after': '7' } });
    const failed = await failureOf(models.text(fake.connection, PROMPT, OPTIONS));
    expect(failed).toMatchObject({ reason, retryAfterMs: 7_000 });
    expect(failed.message).not.toMatch(/upstream/);
    expect(fake.seen).toHaveLength(1);
    fake.script({ kind: 'status', status });
    const streamed = await failureOf(read(models.stream(fake.connection, PROMPT, OPTIONS)));
    expect(streamed.reason).toBe(reason);
  });

  it('fails when it answers with something that is no answer', async () => {
    await start();
    fake.script({ kind: 'garbage' }, { kind: 'garbage' });
    expect((await failureOf(models.text(fake.connection, PROMPT, OPTIONS))).reason).toBe('ANSWER_INVALID');
    const streamed = await failureOf(read(models.stream(fake.connection, PROMPT, OPTIONS)));
    expect(['ANSWER_INVALID', 'ANSWER_CUT']).toContain(streamed.reason);
  });

  it('fails when a streamed answer is cut, after the pieces that came', async () => {
    await start();
    fake.script({ kind: 'cut', text: ANSWER, afterEvents: 4 });
    const seen: ModelTextChunk[] = [];
    const reading = (async () => {
      for await (const chunk of models.stream(fake.connection, PROMPT, OPTIONS)) seen.push(chunk);
    })();
    expect((await failureOf(reading)).reason).toBe('ANSWER_CUT');
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every(({ kind }) => kind === 'delta')).toBe(true);
  });

  it('fails when its answer ran into the limit of tokens', async () => {
    await start();
    fake.script({ kind: 'answer', text: ANSWER, isCutByLength: true });
    expect((await failureOf(models.text(fake.connection, PROMPT, OPTIONS))).reason).toBe('ANSWER_CUT');
  });

  it('is given up when it stays silent, before the answer and in the middle of it', async () => {
    await start();
    fake.script({ kind: 'hang' }, { kind: 'hang', text: ANSWER, afterPieces: 4 });
    expect((await failureOf(models.text(fake.connection, PROMPT, { timeoutMs: 100 }))).reason).toBe('TIMED_OUT');
    const streamed = await failureOf(read(models.stream(fake.connection, PROMPT, { timeoutMs: 100 })));
    expect(streamed.reason).toBe('TIMED_OUT');
    await vi.waitFor(() => expect(fake.abandoned).toBe(2));
  });

  it('is hung up on when the caller aborts, and when nobody reads on', async () => {
    await start();
    fake.script({ kind: 'hang' }, { kind: 'hang', text: ANSWER, afterPieces: 4 });
    const controller = new AbortController();
    const call = models.text(fake.connection, PROMPT, { ...OPTIONS, signal: controller.signal });
    await vi.waitFor(() => expect(fake.seen).toHaveLength(1));
    controller.abort(new Error('cancelled by a person'));
    await expect(call).rejects.toThrow('cancelled by a person');
    for await (const _ of models.stream(fake.connection, PROMPT, OPTIONS)) break;
    await vi.waitFor(() => expect(fake.abandoned).toBe(2));
  });

  it('embeds texts in their order', async () => {
    await start();
    const vectors = [
      [1, 0],
      [0, 1],
    ];
    fake.script({ kind: 'vectors', vectors });
    const call = models.embed(fake.connection, ['a', 'b'], OPTIONS);
    if (protocol === 'ANTHROPIC') return expect((await failureOf(call)).reason).toBe('REJECTED');
    expect((await call).vectors.map((vector) => [...vector])).toEqual(vectors);
  });

  it('is not followed to another address', async () => {
    await start();
    await using other = await FakeModelServer.start(protocol);
    fake.script({ kind: 'redirect', to: `${other.baseUrl}/anything` });
    await failureOf(models.text(fake.connection, PROMPT, OPTIONS));
    expect(other.seen).toHaveLength(0);
  });
});

describe('where models are reached', () => {
  it.each([
    'http://127.0.0.1:8099/v1',
    'http://localhost:8099/v1',
    'http://0.0.0.0:8099/v1',
    'http://[::1]:8099/v1',
    'http://[::ffff:127.0.0.1]:8099/v1',
    'http://2130706433:8099/v1',
    'http://0x7f000001:8099/v1',
    'http://0177.0.0.1:8099/v1',
    'http://127.1:8099/v1',
    'http://10.1.2.3/v1',
    'http://172.16.0.1/v1',
    'http://192.168.1.1/v1',
    'http://169.254.169.254/latest',
    'http://user@example.com/v1',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
  ])('refuses %s', async (address) => {
    await using strict = createGuardedFetch({ privateHosts: [] });
    const error: unknown = await strict.fetch(address).catch((reason: unknown) => reason);
    const names = [error, (error as Error).cause].map((reason) => (reason as Error | undefined)?.name);
    expect(names).toContain('ForbiddenAddress');
  });
});

describe('an answer that is too long', () => {
  it.each(['plain', 'packed'])('is not read to its end: %s', async (how) => {
    const hungUp = new EventEmitter();
    const closed = once(hungUp, 'close');
    const server = createServer((_request, response) => {
      response.on('close', () => hungUp.emit('close'));
      const piece = Buffer.alloc(1024 * 1024, 'a');
      const endless = Readable.from(Array.from({ length: 512 }, () => piece));
      if (how === 'packed') {
        response.setHeader('content-encoding', 'gzip');
        pipeline(endless, createGzip(), response, () => undefined);
      } else {
        pipeline(endless, response, () => undefined);
      }
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const answer = await outbound.fetch(`http://127.0.0.1:${port}/v1`);
    let bytes = 0;
    const reading = (async () => {
      for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) bytes += chunk.byteLength;
    })();
    await expect(reading).rejects.toThrow('The answer is too long.');
    expect(bytes).toBeLessThanOrEqual(16 * 1024 * 1024);
    await closed; // hung up on
    server.close();
  });

  it('of a model is no answer', async () => {
    await using fake = await FakeModelServer.start('OPENAI_COMPATIBLE');
    fake.script({ kind: 'answer', text: 'a'.repeat(17 * 1024 * 1024) });
    const failed = await failureOf(models.text(fake.connection, PROMPT, { timeoutMs: 30_000 }));
    expect(failed.reason).toBe('ANSWER_INVALID');
  });
});
