import type { Logger } from 'pino';
import type { PoolObserver } from '../db/tenant-connection.js';
import type { ConnectionObserver } from '../http/connection-observer.js';
import type { JobsObserver } from '../jobs/observer.js';
import type { ModelsObserver, Ports } from '../ports.js';
import type { LiveObserver } from '../realtime/live-observer.js';
import type { Metrics } from './metrics.js';

/** Counts what the database does not do. */
export function databaseObserver(metrics: Metrics, log: Logger): PoolObserver {
  return {
    statementAbandoned: () => metrics.databaseUnanswered.inc(),
    circuitChanged: (isOpen) => {
      metrics.databaseAway.set(isOpen ? 1 : 0);
      if (isOpen) log.warn('the database does not answer: requests are refused until it does');
      else log.info('the database answers again');
    },
  };
}

/** Counts what remote models take. */
export function modelsObserver(metrics: Metrics): ModelsObserver {
  return {
    callEnded: (protocol, outcome, durationMs) =>
      metrics.modelCalls.observe({ protocol, outcome }, Math.max(0, durationMs) / 1000),
    tokensUsed(protocol, { input, cachedInput, output }) {
      metrics.modelTokens.inc({ protocol, what: 'read' }, input - cachedInput);
      metrics.modelTokens.inc({ protocol, what: 'read_from_cache' }, cachedInput);
      metrics.modelTokens.inc({ protocol, what: 'written' }, output);
    },
    circuitOpened: () => metrics.modelCircuits.inc(),
  };
}

/** Counts what the support desk does not do in time. */
export function deskObserver(metrics: Metrics): Ports['desk'] {
  return { slaBreached: (clock, cases) => metrics.slaBreaches.inc({ clock: clock.toLowerCase() }, cases) };
}

/** Counts what the live hub does. */
export function liveObserver(metrics: Metrics): LiveObserver {
  return {
    itemsSent: (count) => metrics.eventsSent.inc(count),
    streamLag: (ms) => metrics.streamLag.observe(Math.max(0, ms) / 1000),
    gaps: (reason, subscribers) => metrics.streamOccurrences.inc({ what: `gap_${reason.toLowerCase()}` }, subscribers),
    coalesced: (count) => metrics.streamOccurrences.inc({ what: 'coalesced' }, count),
    parted: () => metrics.streamOccurrences.inc({ what: 'personal' }),
    postponed: (events) => metrics.streamOccurrences.inc({ what: 'postponed' }, events),
    catchUpRead: () => metrics.streamOccurrences.inc({ what: 'catch_up_read' }),
  };
}

/** Counts what becomes of connections that stay open. */
export function connectionObserver(metrics: Metrics): ConnectionObserver {
  return {
    ended: (transport, why) => metrics.connectionEnds.inc({ transport, why }),
    refused: (transport, why) => metrics.connectionRefusals.inc({ transport, why }),
    expelled: (why) => metrics.expulsions.inc({ why }),
    handedOver: (how) => metrics.handOvers.inc({ how }),
  };
}

/** Counts what the jobs engine does. */
export function jobsObserver(metrics: Metrics): JobsObserver {
  return {
    attemptStarted: (kind, waitedMs) => metrics.jobWait.observe({ kind }, Math.max(0, waitedMs) / 1000),
    attemptEnded: (kind, outcome, durationMs) => metrics.jobs.observe({ kind, outcome }, durationMs / 1000),
    jobStalled: (kind) => metrics.jobOccurrences.inc({ kind, what: 'stalled' }),
    jobsRecovered: (kind, count) => metrics.jobOccurrences.inc({ kind, what: 'recovered' }, count),
    // The name of a forged entry's queue is ours; what the entry says never becomes a label.
    entryRefused: (kind) => metrics.jobOccurrences.inc({ kind, what: 'refused' }),
    messagesSwept: (count) => metrics.relayed.inc({ by: 'sweep' }, count),
    messagesDelivered: (count, lagMs) => {
      metrics.relayed.inc({ by: 'writer' }, count);
      metrics.relayLag.observe(lagMs / 1000);
    },
  };
}
