import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askGraphql } from '../support/raw-http.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let member: Member;
beforeAll(async () => {
  app = await startTestApp({
    hasWorker: false,
    environment: {
      CLIENT_HEAD_SECONDS: '1',
      CLIENT_REQUEST_SECONDS: '2',
      CLIENT_IDLE_SECONDS: '1',
      CLIENT_ANSWER_SECONDS: '1',
    },
  });
  member = await app.newTenant();
});
afterAll(() => app[Symbol.asyncDispose]());

const POST = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
const QUESTION = JSON.stringify({ query: '{ __typename }' });

/** A connection, what came over it, and its end. */
async function open(): Promise<{ socket: Socket; heard: () => string; ended: Promise<void> }> {
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk));
  socket.on('error', () => {});
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await once(socket, 'connect');
  return { socket, heard: () => text, ended };
}

/** Sends a letter now and then, for as long as anybody listens. */
function trickle(socket: Socket, letter: string): void {
  const timer = setInterval(() => socket.write(letter), 100);
  socket.once('close', () => clearInterval(timer));
}

describe('a client that takes its time', () => {
  it('is cut off in the middle of its head, however steadily it writes', async () => {
    const { socket, heard, ended } = await open();
    socket.write(`${POST}x-slow: `);
    trickle(socket, 'a');
    await ended;
    expect(heard()).toMatch(/^HTTP\/1\.1 408 /);
    expect(heard()).not.toMatch(/node:|Error/);
  });

  it('is cut off in the middle of its body', async () => {
    const { socket, heard, ended } = await open();
    socket.write(`${POST}content-length: 100000\r\n\r\n{`);
    trickle(socket, ' ');
    await ended;
    expect(heard()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is cut off in the middle of a chunk', async () => {
    const { socket, heard, ended } = await open();
    socket.write(`${POST}transfer-encoding: chunked\r\n\r\n1000\r\n{`);
    trickle(socket, ' ');
    await ended;
    expect(heard()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is cut off when it asks nothing, before its first question and after an answer', async () => {
    const silent = await open();
    const idle = await open();
    idle.socket.write(`${POST}content-length: ${QUESTION.length}\r\n\r\n${QUESTION}`);
    await Promise.all([silent.ended, idle.ended]);
    expect(idle.heard()).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('is cut off when it does not take its answers', async () => {
    const { socket, ended } = await open();
    socket.pause();
    const query = JSON.stringify({ query: `{ viewer { ${'role '.repeat(2_000)} user { name } } }`, extensions: {} });
    const auth = `authorization: Bearer ${member.token}\r\n`;
    // Questions without end whose answers nobody reads: the buffers of both sides fill up, then the gateway waits.
    const ask = () => {
      while (socket.writable && socket.write(`${POST}${auth}content-length: ${query.length}\r\n\r\n${query}`));
    };
    socket.on('drain', ask);
    ask();
    await ended;
  });

  it('keeps nobody else waiting', async () => {
    const slow = await Promise.all(Array.from({ length: 50 }, open));
    for (const { socket } of slow) socket.write(`${POST}content-length: 100\r\n\r\n{`);
    expect((await askGraphql(app.url, { query: '{ __typename }' })).status).toBe(200);
    await Promise.all(slow.map(({ ended }) => ended));
  });
});
