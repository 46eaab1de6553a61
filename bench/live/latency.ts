import { once } from 'node:events';
import WebSocket from 'ws';
import type { BenchTenant } from '../dataset.js';
import { quantile } from '../load/closed-loop.js';
import { globalId } from '../operations.js';

/** Milliseconds from sending `caseOpen` until a client has what follows. */
export interface LatencyFigure {
  readonly what: string;
  readonly p50: number;
  readonly p95: number;
  readonly samples: number;
}

const OPEN = 'mutation Open($input: CaseOpenInput!) { caseOpen(input: $input) { job { id } userErrors { message } } }';
const TENANT_EVENTS = 'subscription Events { tenantEvents { kind subject { id } } }';
const JOB_EVENTS = 'subscription Job($jobId: ID!) { jobEvents(jobId: $jobId) { __typename } }';
const WARM_UP = 20;

interface Message {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

/**
 * One client opens cases, one after the other: how soon its tenant's events tell of it, and how soon it has the first
 * item of the new job's stream, which it can only ask for once the mutation has answered.
 */
export async function measureLatency(port: number, tenant: BenchTenant, samples: number): Promise<LatencyFigure[]> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
  const waiting = new Map<string, (message: Message) => void>();
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.type === 'ping') socket.send('{"type":"pong"}');
    waiting.get(message.id ?? message.type)?.(message);
  });
  const next = (key: string) => new Promise<Message>((resolve) => waiting.set(key, resolve));
  await once(socket, 'open');
  const acknowledged = next('connection_ack');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${tenant.token}` } }));
  await acknowledged;
  socket.send(JSON.stringify({ id: 'events', type: 'subscribe', payload: { query: TENANT_EVENTS } }));

  const [toEvent, toStream]: [number[], number[]] = [[], []];
  for (let index = 0; index < samples + WARM_UP; index += 1) {
    const startedAt = performance.now();
    const told = next('events').then(() => performance.now() - startedAt);
    const jobId = await openCase(port, tenant, index);
    const item = next(`job-${index}`);
    socket.send(
      JSON.stringify({ id: `job-${index}`, type: 'subscribe', payload: { query: JOB_EVENTS, variables: { jobId } } }),
    );
    await item;
    const streamed = performance.now() - startedAt;
    socket.send(JSON.stringify({ id: `job-${index}`, type: 'complete' }));
    waiting.delete(`job-${index}`);
    const event = await told;
    if (index < WARM_UP) continue;
    toStream.push(streamed);
    toEvent.push(event);
  }
  socket.terminate();
  return [
    figure('mutation to its event on an open stream', toEvent),
    figure('mutation to the first item of its job', toStream),
  ];
}

async function openCase(port: number, tenant: BenchTenant, index: number): Promise<string> {
  const input = {
    projectId: globalId('Project', tenant.projectId),
    subject: `Watched case ${index}`,
    body: 'It does not start.',
    customer: { email: 'watcher@example.test', name: null },
  };
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tenant.token}` },
    body: JSON.stringify({ query: OPEN, variables: { input } }),
  });
  const { data } = (await response.json()) as { data?: { caseOpen: { job: { id: string } | null } } };
  if (!data?.caseOpen.job) throw new Error('A case could not be opened');
  return data.caseOpen.job.id;
}

function figure(what: string, times: number[]): LatencyFigure {
  times.sort((a, b) => a - b);
  return { what, p50: quantile(times, 0.5), p95: quantile(times, 0.95), samples: times.length };
}
