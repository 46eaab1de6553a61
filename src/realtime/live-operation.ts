import { type DocumentNode, type ExecutionResult, type GraphQLError, Kind, visit } from 'graphql';
import type { PreparedOperation } from '../graphql/operation.js';
import type { StreamPosition } from './cursor.js';
import type { LiveHub, SubscribeOptions } from './live-hub.js';
import type { Lag, LiveSink, LiveSubscription, PlacedSubscription } from './live-sink.js';
import type { LiveItem } from './live-source.js';
import { LiveStream } from './live-stream.js';
import { isPassing } from './passing-fault.js';
import { RenderedItem } from './rendered-item.js';

/** Argument of a subscription field that says where to begin. */
const START_ARGUMENT = 'after';

/** A subscription operation under way. */
export interface FollowedOperation extends PlacedSubscription {
  /** What it follows; null when that is no live stream. */
  readonly topic: string | null;
  /** Gives the sink nothing more for now, and keeps the place. */
  hold(): void;
  /** Goes on from where it was held. */
  resume(): void;
}

const NO_LAG: Lag = { events: 0, ms: 0 };

/**
 * Starts a subscription operation: its events go to the sink as they come, executed and serialised once for all who
 * asked the same. A subscription that its field refuses is told to the sink as a GraphQLError list in `refused`.
 */
export async function followOperation(
  hub: LiveHub,
  operation: PreparedOperation,
  sink: LiveSink,
  options: {
    resumeAfter?: string | null;
    place?: StreamPosition | null;
    refused: (errors: readonly GraphQLError[]) => void;
  },
): Promise<FollowedOperation> {
  const events = await operation.subscribe();
  if (events.kind === 'refused') {
    options.refused(events.errors);
    return unplaced({ close() {} });
  }
  const { stream } = events;
  if (!(stream instanceof LiveStream)) return unplaced(followIterable(stream, operation, sink));
  return new FollowedStream(hub, {
    source: stream.source,
    groupKey: groupKeyOf(operation),
    isPersonal: () => operation.isPersonal,
    render: (item) => renderResult(item, operation.execute(item)),
    sink,
    resumeAfter: options.resumeAfter,
    place: options.place,
  });
}

/** What has no place cannot be held: it goes on, or ends. */
function unplaced({ close }: LiveSubscription): FollowedOperation {
  return { close, topic: null, place: null, lag: NO_LAG, hold() {}, resume() {} };
}

class FollowedStream implements FollowedOperation {
  readonly topic: string;
  readonly #hub: LiveHub;
  readonly #options: SubscribeOptions;
  #open: PlacedSubscription | undefined;
  #place: StreamPosition | null = null;
  #isClosed = false;

  constructor(hub: LiveHub, options: SubscribeOptions) {
    this.#hub = hub;
    this.#options = options;
    this.topic = options.source.topic;
    this.#open = hub.subscribe(options);
  }

  get place(): StreamPosition | null {
    return this.#open ? this.#open.place : this.#place;
  }

  get lag(): Lag {
    return this.#open?.lag ?? NO_LAG;
  }

  hold(): void {
    if (!this.#open) return;
    this.#place = this.#open.place;
    this.#open.close();
    this.#open = undefined;
  }

  resume(): void {
    if (this.#open || this.#isClosed) return;
    this.#open = this.#hub.subscribe({ ...this.#options, place: this.#place });
  }

  close(): void {
    this.hold();
    this.#isClosed = true;
  }
}

function renderResult(
  item: LiveItem,
  result: ExecutionResult | Promise<ExecutionResult>,
): RenderedItem | Promise<RenderedItem> {
  return result instanceof Promise ? result.then((ready) => rendered(item, ready)) : rendered(item, result);
}

/** @throws GraphQLError what kept it from being whole, when that passes: a part that cannot be read now is not null */
function rendered(item: LiveItem, result: ExecutionResult): RenderedItem {
  const fault = result.errors?.find(isPassing);
  if (fault) throw fault;
  return new RenderedItem(item, JSON.stringify(result));
}

const startVariables = new WeakMap<DocumentNode, ReadonlySet<string>>();

/**
 * Equal for operations that show every event alike. Where each client wants to begin is left out, so that clients who
 * come back with cursors of their own share executions with the others.
 */
export function groupKeyOf({ document, documentKey, operationName, variables, rightsKey }: PreparedOperation): string {
  let left = startVariables.get(document);
  if (!left) {
    left = variablesOnlyForStart(document);
    startVariables.set(document, left);
  }
  const names = Object.keys(variables).filter((name) => !left.has(name));
  const kept = names.sort().map((name) => [name, variables[name]]);
  return JSON.stringify([documentKey, operationName, rightsKey, canonical(kept)]);
}

/** Variables that are used once, as the `after` of a field. */
function variablesOnlyForStart(document: DocumentNode): ReadonlySet<string> {
  const uses = new Map<string, number>();
  const starts = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => {
      uses.set(name.value, (uses.get(name.value) ?? 0) + 1);
    },
    Argument: ({ name, value }) => {
      if (name.value === START_ARGUMENT && value.kind === Kind.VARIABLE) starts.add(value.name.value);
    },
  });
  return new Set([...starts].filter((name) => uses.get(name) === 1));
}

/** The same value with the fields of every object in one order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, canonical(field)]));
}

/** Follows an iterable that is not a live stream, one event at a time. */
function followIterable(
  stream: AsyncIterable<unknown>,
  operation: PreparedOperation,
  sink: LiveSink,
): LiveSubscription {
  const iterator = stream[Symbol.asyncIterator]();
  let isClosed = false;
  const pull = async () => {
    while (!isClosed) {
      const next = await iterator.next();
      if (isClosed) return;
      if (next.done) return sink.complete();
      const result = await operation.execute(next.value);
      if (isClosed) return;
      sink.send([new RenderedItem({ cursor: '', at: new Date() }, JSON.stringify(result))]);
      if (sink.isFull()) await new Promise<void>((resolve) => sink.onceDrained(resolve));
    }
  };
  pull().catch((error: unknown) => {
    if (!isClosed) sink.fail(error);
  });
  return {
    close() {
      isClosed = true;
      // The iterator may be waiting inside `next`; nobody waits for it here.
      void Promise.resolve(iterator.return?.()).catch(() => {});
    },
  };
}
