import { ROWS } from './operations.js';
import type { PeerName } from './peers/peer-process.js';
import type { RowResult } from './requests-suite.js';

const LABELS: Readonly<Record<PeerName, string>> = {
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

/** Requests a second of each side, and how they compare with the REST service and with the floor. */
export function requestTable(results: readonly RowResult[]): string {
  return results
    .map(({ row, figures }) => {
      const rateOf = (peer: PeerName) => figures.find((figure) => figure.peer === peer)?.perSecond;
      return table(
        [ROWS[row], '1/s', 'p50 ms', 'p99 ms', 'CPU µs', '× REST', '× floor'],
        figures.map((figure) => [
          LABELS[figure.peer],
          figure.perSecond.toFixed(0),
          figure.p50.toFixed(1),
          figure.p99.toFixed(1),
          figure.cpuMicros.toFixed(0),
          ratio(figure.perSecond, rateOf('rest')),
          ratio(figure.perSecond, rateOf('floor')),
        ]),
      );
    })
    .join('\n\n');
}

export function ratio(value: number, to: number | undefined): string {
  return to === undefined ? '' : (value / to).toFixed(2);
}
