import type { AudienceFigure } from './audience.js';
import type { LedgerFigure } from './ledger.js';
import type { Acknowledged } from './writer.js';

/** What a scenario found: figures to print, and promises that did not hold. */
export interface Finding {
  readonly scenario: string;
  readonly figures: Readonly<Record<string, string | number>>;
  readonly broken: readonly string[];
}

/** How the scenarios talk and how much they do. */
export interface ChaosSettings {
  /** The folder of the compiled code. */
  readonly code: string;
  /** As little load as shows something, to run with every test. */
  readonly isSmall: boolean;
  /** How long the load of a fault scenario runs. */
  readonly seconds: number;
  /** Sockets of `deploy` and `idle`. */
  readonly sockets?: number | undefined;
  /** Of `churn`. */
  readonly minutes: number;
  /** Of `kill-commit`. */
  readonly kills: number;
  /** Of `pipeline`: how many cases, … */
  readonly cases?: number | undefined;
  /** … and a file of labelled ones to take them from. */
  readonly data?: string | undefined;
  /** Of `pipeline`: cases opened a minute, at most; all at once when left out. */
  readonly pace?: number | undefined;
  /** Of `pipeline`: workers. */
  readonly workers?: number | undefined;
  readonly say: (line: string) => void;
}

export const ms = (value: number): string => (Number.isFinite(value) ? `${Math.round(value)} ms` : 'none');

/** The figures and broken promises that all fault scenarios share. */
export function judge(
  scenario: string,
  acknowledged: Acknowledged,
  ledger: LedgerFigure,
  audience: AudienceFigure,
  more: Readonly<Record<string, string | number>> = {},
): Finding {
  const broken: string[] = [...acknowledged.dishonest];
  const promise = (count: number, what: string) => {
    if (count !== 0) broken.push(`${count} ${what}`);
  };
  promise(ledger.lost, 'jobs lost');
  promise(ledger.withoutEffect, 'jobs succeeded without their effect');
  promise(ledger.duplicateEffects, 'effects happened twice');
  promise(ledger.duplicateCases, 'cases were opened twice or without acknowledgement');
  promise(audience.missed, 'events missed');
  promise(audience.repeated, 'events repeated');
  const { followers, expected } = audience;
  return {
    scenario,
    figures: {
      ...more,
      'jobs acknowledged / with those that followed / finished / lost': `${ledger.acknowledged} / ${ledger.jobs} / ${ledger.finished} / ${ledger.lost}`,
      'duplicate effects, effects missing': `${ledger.duplicateEffects}, ${ledger.withoutEffect}`,
      'requests sent again with their key': acknowledged.repeated,
      'longest time nothing was acknowledged': ms(acknowledged.longestPauseMs),
      'slowest answer': ms(acknowledged.slowestMs),
      'slowest job': `${ledger.slowestSeconds.toFixed(1)} s`,
      'events expected x followers / missed / repeated / told as gaps': `${expected} x ${followers} / ${audience.missed} / ${audience.repeated} / ${audience.gaps}`,
      'sockets that came back': audience.reconnects,
      'time to come back p50 / p99 / max': `${ms(audience.backP50)} / ${ms(audience.backP99)} / ${ms(audience.backMax)}`,
      'close codes': Object.entries(audience.closeCodes)
        .map(([code, count]) => `${code}: ${count}`)
        .join(', '),
    },
    broken,
  };
}

/** A finding as text. */
export function describeFinding({ scenario, figures, broken }: Finding): string {
  const lines = Object.entries(figures)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `  ${name}: ${value}`);
  const verdict =
    broken.length === 0
      ? '  every promise held'
      : broken
          .slice(0, 10)
          .map((line) => `  BROKEN: ${line}`)
          .join('\n');
  return `${scenario}\n${lines.join('\n')}\n${verdict}`;
}
