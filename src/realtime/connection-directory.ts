import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ControlChannel, Listening, Signal } from './control-channel.js';
import {
  type ConnectionPlace,
  compareConnections,
  LiveConnectionView,
  type LocalConnections,
} from './live-connection.js';

const Question = z.object({
  id: z.uuid(),
  replyTo: z.uuid(),
  tenantId: z.uuid(),
  ask: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('LIST'),
      limit: z.number().int(),
      after: z.object({ connectedAt: z.iso.datetime(), id: z.uuid() }).nullable(),
    }),
    z.object({ kind: z.literal('FIND'), connectionId: z.uuid() }),
    z.object({ kind: z.literal('TERMINATE'), connectionId: z.uuid(), message: z.string().optional() }),
  ]),
});
type Question = z.infer<typeof Question>;

const Answer = z.object({ id: z.uuid(), total: z.number(), connections: z.array(z.unknown()) });
type Answer = z.infer<typeof Answer>;

const QUESTIONS: Signal<Question> = { name: 'connections.ask', body: Question };
const answersTo = (processId: string): Signal<Answer> => ({ name: `connections.answer.${processId}`, body: Answer });

/** How long a gateway may take to answer. */
const PATIENCE_MS = 1_000;

interface Asked {
  readonly answers: Answer[];
  /** Gateways that heard the question; unknown until Redis says. */
  expected: number;
  readonly settle: () => void;
}

export interface ConnectionPage {
  readonly connections: readonly LiveConnectionView[];
  readonly total: number;
  /** Gateways that did not answer in time: what they hold is missing. */
  readonly silent: number;
}

/**
 * The open connections of a tenant, whichever gateway holds them. Nobody keeps a list: whoever wants to know asks all
 * gateways over the control channel. So it costs nothing while nobody looks, is never stale, and a gateway that was
 * killed leaves no ghosts.
 */
export class ConnectionDirectory {
  readonly #signals: ControlChannel;
  readonly #processId = randomUUID();
  readonly #asked = new Map<string, Asked>();
  readonly #listening: Listening[] = [];

  constructor(signals: ControlChannel) {
    this.#signals = signals;
  }

  /** Begins to answer for the connections of this process, and to hear the answers of others. */
  open(local: LocalConnections): void {
    this.#listening.push(
      this.#signals.listen(answersTo(this.#processId), (answer) => this.#take(answer)),
      this.#signals.listen(QUESTIONS, (question) => {
        const reply = answerTo(question, local);
        this.#signals.publish(answersTo(question.replyTo), reply).catch(() => {}); // whoever asked waits in vain
      }),
    );
  }

  close(): void {
    for (const listening of this.#listening.splice(0)) listening.stop();
  }

  /** The newest connections behind a place. Rejects when Redis cannot be reached. */
  async list(tenantId: string, limit: number, after: ConnectionPlace | null): Promise<ConnectionPage> {
    const place = after && { connectedAt: after.connectedAt.toISOString(), id: after.id };
    const { answers, silent } = await this.#ask(tenantId, { kind: 'LIST', limit, after: place });
    const connections = answers.flatMap(viewsOf).sort(compareConnections).slice(0, limit);
    return { connections, total: answers.reduce((sum, { total }) => sum + total, 0), silent };
  }

  /** One connection; null when the tenant has none of that id. */
  async find(tenantId: string, connectionId: string): Promise<LiveConnectionView | null> {
    const { answers } = await this.#ask(tenantId, { kind: 'FIND', connectionId });
    return answers.flatMap(viewsOf)[0] ?? null;
  }

  /**
   * Ends a connection.
   * @returns whether the tenant has none of that id now: false when a gateway did not answer that holds it, or may hold it
   */
  async terminate(tenantId: string, connectionId: string, message: string | undefined): Promise<boolean> {
    const told = await this.#ask(tenantId, { kind: 'TERMINATE', connectionId, message });
    if (told.silent === 0 || told.answers.some(({ total }) => total > 0)) return true;
    // It may have ended it and answered late, or it is another gateway that is silent: look again.
    const { answers, silent } = await this.#ask(tenantId, { kind: 'FIND', connectionId });
    return silent === 0 && answers.every(({ total }) => total === 0);
  }

  async #ask(tenantId: string, ask: Question['ask']): Promise<{ answers: readonly Answer[]; silent: number }> {
    const id = randomUUID();
    let settle = () => {};
    const settled = new Promise<void>((resolve) => (settle = resolve));
    const asked: Asked = { answers: [], expected: Number.POSITIVE_INFINITY, settle };
    this.#asked.set(id, asked);
    const timer = setTimeout(settle, PATIENCE_MS);
    try {
      asked.expected = await this.#signals.call(QUESTIONS, { id, replyTo: this.#processId, tenantId, ask });
      this.#settleIfComplete(asked);
      await settled;
    } finally {
      clearTimeout(timer);
      this.#asked.delete(id);
    }
    return { answers: asked.answers, silent: Math.max(0, asked.expected - asked.answers.length) };
  }

  #take(answer: Answer): void {
    const asked = this.#asked.get(answer.id);
    if (!asked) return;
    asked.answers.push(answer);
    this.#settleIfComplete(asked);
  }

  #settleIfComplete({ answers, expected, settle }: Asked): void {
    if (answers.length >= expected) settle();
  }
}

function answerTo({ id, tenantId, ask }: Question, local: LocalConnections): Answer {
  if (ask.kind === 'TERMINATE') {
    const isEnded = local.terminate(tenantId, ask.connectionId, ask.message);
    return { id, total: isEnded ? 1 : 0, connections: [] };
  }
  const all = local.of(tenantId);
  if (ask.kind === 'FIND') {
    const connections = all.filter((connection) => connection.id === ask.connectionId);
    return { id, total: connections.length, connections };
  }
  const after = ask.after && { connectedAt: new Date(ask.after.connectedAt), id: ask.after.id };
  const behind = after ? all.filter((connection) => compareConnections(after, connection) < 0) : all;
  return { id, total: all.length, connections: behind.sort(compareConnections).slice(0, ask.limit) };
}

/** Views of another version of the gateway, which this one cannot read, are left out. */
function viewsOf({ connections }: Answer): LiveConnectionView[] {
  return connections.flatMap((connection) => {
    const parsed = LiveConnectionView.safeParse(connection);
    return parsed.success ? [parsed.data] : [];
  });
}
