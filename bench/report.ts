import type { JobsFigure } from './jobs/throughput.js';
import type { KnowledgeFigures } from './knowledge/search.js';
import type { FanOutFigure } from './live/fan-out.js';
import type { LatencyFigure } from './live/latency.js';
import type { MemoryFigure } from './live/memory.js';
import type { JobListFigure } from './operations/job-lists.js';
import { ROWS } from './operations.js';
import type { PeerName } from './peers/peer-process.js';
import type { RowResult } from './requests-suite.js';

const LABELS: Readonly<Partial<Record<PeerName, string>>> = {
  floor: 'floor: node http + pg',
  rest: 'REST: fastify + Prisma',
  'rest-untenanted': 'REST without tenant handle',
  gateway: 'Switchyard',
  'gateway-unbound': 'Switchyard without row security',
};

/** Lines of text, columns aligned; all but the first to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ');
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

/** Requests a second of each side, and how they compare with another side (the REST service) and with the floor. */
export function requestTable(results: readonly RowResult[], to: PeerName = 'rest'): string {
  return results
    .map(({ row, figures }) => {
      const rateOf = (peer: PeerName) => figures.find((figure) => figure.peer === peer)?.perSecond;
      return table(
        [ROWS[row], '1/s', 'p50 ms', 'p99 ms', 'CPU µs', `× ${to === 'rest' ? 'REST' : 'first'}`, '× floor'],
        figures.map((figure) => [
          LABELS[figure.peer] ?? figure.peer,
          figure.perSecond.toFixed(0),
          figure.p50.toFixed(1),
          figure.p99.toFixed(1),
          figure.cpuMicros.toFixed(0),
          ratio(figure.perSecond, rateOf(to)),
          ratio(figure.perSecond, rateOf('floor')),
        ]),
      );
    })
    .join('\n\n');
}

/** Messages a second of each side, and how they compare with the bare relay at as many subscribers. */
export function fanOutTable(figures: readonly FanOutFigure[]): string {
  return table(
    ['Fan-out of one job’s progress', 'subscribers', 'delivered/s', '× relay', 'p50 ms', 'CPU µs', 'lost'],
    figures.map(({ side, subscribers, perSecond, p50, cpuMicros, lost }) => {
      const relay = figures.find((figure) => figure.side === 'relay' && figure.subscribers === subscribers);
      const measures = [ratio(perSecond, relay?.perSecond), p50.toFixed(1), cpuMicros.toFixed(1), String(lost)];
      return [side, String(subscribers), perSecond.toFixed(0), ...measures];
    }),
  );
}

/** What each list of jobs costs the database, against what was promised. */
export function jobListTable(figures: readonly JobListFigure[], count: number): string {
  return table(
    [`A page of ${count} jobs`, 'ms in the database', 'promised', 'rows read', 'pages read'],
    figures.map(({ name, executionMs, rowsRead, buffers }) => [
      name,
      executionMs.toFixed(2),
      '20',
      rowsRead.toFixed(0),
      String(buffers),
    ]),
  );
}

/** How long searches take, and how often they find what was meant. */
export function searchTable({ path, articles, chunks, searches }: KnowledgeFigures): string {
  return table(
    [`Search among ${articles} articles in ${chunks} chunks (${path})`, 'p50 ms', 'p95 ms', 'samples', 'found first'],
    searches.map(({ name, p50, p95, samples, foundFirst }) => [
      name,
      p50.toFixed(0),
      p95.toFixed(0),
      String(samples),
      `${(foundFirst * 100).toFixed(0)} %`,
    ]),
  );
}

export function latencyTable(figures: readonly LatencyFigure[]): string {
  return table(
    ['From sending caseOpen', 'p50 ms', 'p95 ms', 'samples'],
    figures.map(({ what, p50, p95, samples }) => [what, p50.toFixed(1), p95.toFixed(1), String(samples)]),
  );
}

export function memoryTable({ subscriptions, residentKb, heapKb }: MemoryFigure): string {
  return table(
    ['Memory of an idle subscription', 'resident KB', 'heap KB'],
    [[`${subscriptions} connections`, residentKb.toFixed(1), heapKb.toFixed(1)]],
  );
}

export function jobsTable({ enqueued, enqueueSeconds, finished, finishedPerSecond, cpuMicros }: JobsFigure): string {
  return table(
    ['Jobs that do nothing', 'count', '1/s', 'CPU µs'],
    [
      ['enqueued, 1,000 in a transaction', String(enqueued), (enqueued / enqueueSeconds).toFixed(0), ''],
      ['run by one worker', String(finished), finishedPerSecond.toFixed(0), cpuMicros.toFixed(0)],
    ],
  );
}

function ratio(value: number, to: number | undefined): string {
  return to === undefined ? '' : (value / to).toFixed(2);
}
