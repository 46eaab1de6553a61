import type { ServerResponse } from 'node:http';
import type { OperationTypeNode } from 'graphql';
import type {
  RateClass,
  RateLimitReader,
  RateLimitStatus,
  RateSubject,
  RateWindow,
  SubjectWindow,
} from '../auth/rate-limit-windows.js';
import type { SignInLimits } from '../auth/sign-in-limits.js';
import type { Viewer } from '../auth/viewer.js';
import { publicError } from '../graphql/errors.js';
import type { OperationCaller } from '../graphql/operation.js';
import type { Metrics } from '../observability/metrics.js';
import type { AbuseLog } from './abuse-log.js';
import { type RateCounter, type RateCounters, windowOf } from './rate-counters.js';

/** Classes that are counted here. AUTH is counted where somebody signs in, since each alias of a document is one try. */
export type CountedClass = Exclude<RateClass, 'AUTH'>;

export interface RateBudgets {
  /** Requests a minute of one person, key or address. */
  readonly perMinute: Readonly<Record<CountedClass, number>>;
  /** Points of cost a minute of one person, key or address. */
  readonly costPerMinute: number;
  /** How many times as much a whole tenant has. */
  readonly tenantFactor: number;
}

export interface RateLimitParts {
  readonly counters: RateCounters;
  /** Null turns counting off. */
  readonly budgets: RateBudgets | null;
  readonly signIns: SignInLimits;
  readonly metrics: Metrics;
  readonly abuse: AbuseLog;
}

interface Share {
  readonly subject: RateSubject;
  readonly counter: RateCounter;
}

const CLASS_OF: Readonly<Record<OperationTypeNode, CountedClass>> = {
  query: 'QUERY',
  mutation: 'MUTATION',
  subscription: 'SUBSCRIBE',
};
const CLASSES: readonly CountedClass[] = ['QUERY', 'MUTATION', 'SUBSCRIBE', 'UPLOAD'];

/**
 * Counts requests and cost a minute: of a person or key and, above that, of their tenant; of an address that nobody is
 * signed in from. Reads go on while Redis is away; signing in, where guessing pays, is counted elsewhere and stops.
 */
export class RateLimits implements RateLimitReader {
  readonly #parts: RateLimitParts;

  constructor(parts: RateLimitParts) {
    this.#parts = parts;
  }

  /** Counts an operation. @throws GraphQLError RATE_LIMITED with `retryAfterSeconds` */
  takeOperation(type: OperationTypeNode, caller: OperationCaller): Promise<void> {
    return this.take(CLASS_OF[type], caller);
  }

  /** Counts a request of a class. @throws GraphQLError RATE_LIMITED with `retryAfterSeconds` */
  async take(rateClass: CountedClass, caller: OperationCaller): Promise<void> {
    const { budgets } = this.#parts;
    if (!budgets) return;
    const shares = this.#shares(rateClass, budgets.perMinute[rateClass], budgets, caller);
    const own = caller.viewer && this.#ownShare(caller.viewer);
    if (own) shares.push(own);
    await this.#consume(shares, 1, rateClass, caller);
    caller.client.tellLimit?.(tightest(shares));
  }

  /**
   * Counts a delivery: for its address, which may serve many channels and so has as much as a tenant, or, once it is
   * known to be genuine, for its channel.
   * @throws GraphQLError RATE_LIMITED with `retryAfterSeconds`
   */
  async takeHook(channelId: string | null, caller: OperationCaller): Promise<void> {
    const { budgets, counters } = this.#parts;
    if (!budgets) return;
    const budget = budgets.perMinute.HOOK;
    const share: Share =
      channelId === null
        ? {
            subject: 'ADDRESS',
            counter: counters.of(`HOOK:ADDRESS:${caller.client.address}`, budget * budgets.tenantFactor),
          }
        : { subject: 'TENANT', counter: counters.of(`HOOK:CHANNEL:${channelId}`, budget) };
    await this.#consume([share], 1, 'HOOK', caller);
  }

  /** Counts what an operation costs. @throws GraphQLError RATE_LIMITED with `retryAfterSeconds` */
  async takeCost(cost: number, caller: OperationCaller): Promise<void> {
    const { budgets } = this.#parts;
    if (!budgets) return;
    await this.#consume(this.#shares('COST', budgets.costPerMinute, budgets, caller), cost, 'COST', caller);
  }

  /** What is left of a class, as far as this process knows; null when nothing is counted. */
  look(rateClass: CountedClass, caller: Pick<OperationCaller, 'viewer' | 'client'>): RateWindow | null {
    const { budgets } = this.#parts;
    return budgets && tightest(this.#shares(rateClass, budgets.perMinute[rateClass], budgets, caller));
  }

  async status(viewer: Viewer): Promise<RateLimitStatus> {
    const { budgets, counters, signIns } = this.#parts;
    if (!budgets) return { isEnforced: false, requests: [], cost: [] };
    const caller = { viewer, client: { address: '' } };
    const own = this.#ownShare(viewer);
    const requests = [
      ...CLASSES.flatMap((each) =>
        this.#shares(each, budgets.perMinute[each], budgets, caller).map((share) => ({ class: each, ...share })),
      ),
      ...(own ? [{ class: null, ...own }] : []),
    ];
    const cost = this.#shares('COST', budgets.costPerMinute, budgets, caller).map((share) => ({
      class: null,
      ...share,
    }));
    const windows = await counters.read([...requests, ...cost].map(({ counter }) => counter));
    const named: SubjectWindow[] = [...requests, ...cost].map(({ class: rateClass, subject }, index) => ({
      class: rateClass,
      subject,
      ...(windows[index] as RateWindow),
    }));
    const auth = viewer.kind === 'USER' ? await signIns.window(viewer.label).catch(() => null) : null;
    return {
      isEnforced: true,
      requests: [
        ...(auth ? [{ class: 'AUTH' as const, subject: 'USER' as const, ...auth }] : []),
        ...named.slice(0, requests.length),
      ],
      cost: named.slice(requests.length),
    };
  }

  #shares(
    kind: CountedClass | 'COST',
    budget: number,
    { tenantFactor }: RateBudgets,
    { viewer, client }: { viewer: Viewer | null; client: { address: string } },
  ): Share[] {
    const share = (subject: RateSubject, id: string, limit: number): Share => ({
      subject,
      counter: this.#parts.counters.of(`${kind}:${subject}:${id}`, limit),
    });
    if (!viewer) return [share('ADDRESS', client.address, budget)];
    const own = viewer.apiKeyId
      ? share('API_KEY', viewer.apiKeyId, budget)
      : share('USER', `${viewer.tenantId}/${viewer.userId}`, budget);
    return [own, share('TENANT', viewer.tenantId, budget * tenantFactor)];
  }

  /** The limit that a key has of its own, for all classes together; it narrows and never widens. */
  #ownShare({ apiKeyId, requestsPerMinute }: Viewer): Share | null {
    if (!apiKeyId || requestsPerMinute === null) return null;
    return { subject: 'API_KEY', counter: this.#parts.counters.of(`ALL:API_KEY:${apiKeyId}`, requestsPerMinute) };
  }

  async #consume(shares: Share[], amount: number, kind: RateClass | 'COST', caller: OperationCaller): Promise<void> {
    const counters = shares.map(({ counter }) => counter);
    const refusing = await this.#parts.counters.take(counters, amount);
    if (refusing) throw this.#refusal(shares[counters.indexOf(refusing)] as Share, amount, kind, caller);
  }

  #refusal({ subject, counter }: Share, requested: number, kind: RateClass | 'COST', caller: OperationCaller) {
    const { metrics, abuse } = this.#parts;
    const { limit, resetsAt } = windowOf(counter);
    const retryAfterSeconds = Math.max(1, Math.ceil((resetsAt.getTime() - Date.now()) / 1000));
    metrics.rateLimited.inc({ class: kind, subject });
    abuse.report(`RATE_${kind}`, caller, { subject, limit });
    caller.client.tellLimit?.({ limit, remaining: 0, resetsAt });
    return publicError('RATE_LIMITED', `Too many requests. Try again in ${retryAfterSeconds} seconds.`, {
      retryAfterSeconds,
      rateLimit: { class: kind, subject, limit, ...(kind === 'COST' && { requested }) },
    });
  }
}

/** Headers of draft-ietf-httpapi-ratelimit-headers-06: the tightest of the budgets that count for the request. */
export function setRateLimitHeaders(response: ServerResponse, { limit, remaining, resetsAt }: RateWindow): void {
  if (response.headersSent) return;
  response.setHeader('ratelimit-limit', limit);
  response.setHeader('ratelimit-remaining', Math.floor(remaining));
  response.setHeader('ratelimit-reset', Math.max(0, Math.ceil((resetsAt.getTime() - Date.now()) / 1000)));
}

function tightest(shares: readonly Share[]): RateWindow {
  let found = windowOf((shares[0] as Share).counter);
  for (const { counter } of shares.slice(1)) {
    const window = windowOf(counter);
    if (window.remaining < found.remaining) found = window;
  }
  return found;
}
