import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const JOB_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900];
const MAX_OPERATION_NAMES = 500;
const MAX_NAME_LENGTH = 80;

/** Everything a process counts, in one registry. Labels come from fixed sets, or are bounded here. */
export class Metrics {
  readonly registry = new Registry();
  readonly operations = this.#histogram(
    'graphql_operation_seconds',
    'Time to answer an operation.',
    ['operation', 'type', 'outcome', 'transport'],
    SECONDS,
  );
  readonly resolverErrors = this.#counter('graphql_errors_total', 'Errors in answers, by code.', ['code']);
  readonly limitsExceeded = this.#counter('limits_exceeded_total', 'Operations refused by a limit, by limit.', [
    'limit',
  ]);
  readonly unknownDocuments = this.#counter(
    'unknown_documents_total',
    'Operations whose document nobody published.',
    [],
  );
  readonly rateLimited = this.#counter('rate_limited_total', 'Requests refused by a rate limit.', ['class', 'subject']);
  readonly requests = this.#counter('http_requests_total', 'HTTP requests, by route and status.', ['route', 'status']);
  readonly hookDeliveries = this.#counter('hook_deliveries_total', 'Deliveries to channels, by what became of them.', [
    'outcome',
  ]);
  readonly connections = this.#gauge('live_connections', 'Open WebSocket and SSE connections.', ['transport']);
  readonly subscriptions = this.#gauge('live_subscriptions', 'Open subscriptions.', []);
  readonly topics = this.#gauge('live_topics', 'Topics this process follows.', []);
  readonly eventsSent = this.#counter('live_events_sent_total', 'Events handed to subscribers.', []);
  readonly streamLag = this.#histogram('live_stream_lag_seconds', 'From an event to its dispatch.', [], SECONDS);
  readonly streamOccurrences = this.#counter(
    'live_stream_occurrences_total',
    'Gaps, coalesced events, catch-up reads, subscriptions that cannot share executions, events that wait for what they show.',
    ['what'],
  );
  readonly connectionEnds = this.#counter(
    'live_connections_ended_total',
    'WebSocket and SSE connections that the gateway ended, by reason.',
    ['transport', 'why'],
  );
  readonly connectionRefusals = this.#counter(
    'live_connections_refused_total',
    'WebSocket and SSE connections that were not let in, by reason.',
    ['transport', 'why'],
  );
  readonly expulsions = this.#counter(
    'live_operations_ended_total',
    'Operations that ended because their identity did, by reason.',
    ['why'],
  );
  readonly handOvers = this.#counter('live_tokens_handed_over_total', 'Fresh tokens on open sockets.', ['how']);
  readonly jobs = this.#histogram('job_seconds', 'Time a job attempt ran.', ['kind', 'outcome'], JOB_SECONDS);
  readonly jobOccurrences = this.#counter('job_occurrences_total', 'Stalled, recovered, dead and cancelled jobs.', [
    'kind',
    'what',
  ]);
  readonly jobWait = this.#histogram(
    'job_wait_seconds',
    'From being due to the start of an attempt.',
    ['kind'],
    JOB_SECONDS,
  );
  readonly relayed = this.#counter('outbox_messages_total', 'Outbox messages delivered, by whom.', ['by']);
  readonly relayLag = this.#histogram('outbox_lag_seconds', 'From a commit to its delivery.', [], SECONDS);
  readonly queueJobs = this.#gauge('queue_jobs', 'Unfinished jobs by kind and state, over all tenants.', [
    'kind',
    'state',
  ]);
  readonly queueOldest = this.#gauge('queue_oldest_seconds', 'Age of the oldest unfinished job by kind and state.', [
    'kind',
    'state',
  ]);
  readonly deadLetters = this.#gauge('dead_letters', 'Dead letters nobody has dealt with, over all tenants.', ['kind']);
  readonly pausedQueues = this.#gauge('paused_queues', 'Tenants that have paused a kind of job.', ['kind']);
  readonly outboxAge = this.#gauge('outbox_oldest_seconds', 'Age of the oldest undelivered message.', []);
  readonly outboxWaiting = this.#gauge('outbox_waiting_messages', 'Messages that are not delivered yet.', []);
  readonly workers = this.#gauge('workers', 'Worker processes, by whether they are heard of.', ['state']);
  readonly redisReconnects = this.#counter('redis_reconnects_total', 'Attempts to connect to Redis again.', [
    'purpose',
  ]);
  readonly pool = this.#gauge('database_pool_connections', 'Connections of the database pool.', ['state']);
  readonly databaseUnanswered = this.#counter(
    'database_unanswered_total',
    'Statements that were given up, with their connection, because no answer came.',
    [],
  );
  readonly databaseAway = this.#gauge('database_away', '1 while the database does not answer and nobody asks it.', []);
  readonly modelCalls = this.#histogram(
    'model_call_seconds',
    'Time a remote model took, by protocol and what came of it.',
    ['protocol', 'outcome'],
    JOB_SECONDS,
  );
  readonly modelTokens = this.#counter('model_tokens_total', 'Tokens that remote models read and wrote.', [
    'protocol',
    'what',
  ]);
  readonly slaBreaches = this.#counter(
    'case_sla_breaches_total',
    'Cases that were not answered, or not resolved, by the time that is promised.',
    ['clock'],
  );
  readonly modelCircuits = this.#counter(
    'model_circuits_opened_total',
    'Times that a model was found to be failing, so that nobody asks it for a while.',
    [],
  );
  readonly #operationNames = new Set<string>();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** A client chooses operation names, so only so many become labels. */
  operationLabel(name: string | undefined): string {
    if (!name) return 'anonymous';
    if (this.#operationNames.has(name)) return name;
    if (name.length > MAX_NAME_LENGTH || this.#operationNames.size >= MAX_OPERATION_NAMES) return 'other';
    this.#operationNames.add(name);
    return name;
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name: `switchyard_${name}`, help, labelNames, registers: [this.registry] });
  }

  #gauge<Label extends string>(name: string, help: string, labelNames: Label[]): Gauge<Label> {
    return new Gauge({ name: `switchyard_${name}`, help, labelNames, registers: [this.registry] });
  }

  #histogram<Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    buckets: number[],
  ): Histogram<Label> {
    return new Histogram({ name: `switchyard_${name}`, help, labelNames, buckets, registers: [this.registry] });
  }
}
