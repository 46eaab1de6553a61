import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inProject } from '../../tools/project.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

interface Rule {
  readonly [field: string]: string;
}

/** The one shape our file has; a line of any other fails, so that nothing is passed over. */
function readRules(text: string): Rule[] {
  const rules: Record<string, string>[] = [];
  const [groups, group, list, ...lines] = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect([groups, group, list]).toEqual(['groups:', '  - name: switchyard', '    rules:']);
  for (const line of lines) {
    const alert = /^ {6}- alert: (\w+)$/.exec(line);
    const field = /^ {8,10}(expr|for|severity|summary|runbook): (?:'([^']*)'|(\w+))$/.exec(line);
    if (alert) rules.push({ alert: alert[1] ?? '' });
    else if (field) rules.at(-1)![field[1] ?? ''] = field[2] ?? field[3] ?? '';
    else expect(line).toMatch(/^ {8}(labels|annotations):$/);
  }
  return rules;
}

const dashboard = JSON.parse(readFileSync(inProject('docs/grafana/switchyard.json'), 'utf8')) as Dashboard;
const rules = readRules(readFileSync(inProject('docs/alerts.yml'), 'utf8'));
const asked = [
  ...dashboard.panels.map(({ title, targets }) => ({
    name: `panel ${title}`,
    expressions: targets.map(({ expr }) => expr),
  })),
  ...rules.map(({ alert, expr }) => ({ name: `alert ${alert}`, expressions: [String(expr)] })),
];

const METRIC = /\b(switchyard|process|nodejs)_\w+/g;
const SUFFIXES: Readonly<Record<string, RegExp>> = { histogram: /_(bucket|sum|count)$/ };

let app: TestApp;
/** What each process shows, by name, with its type. */
let exposed: ReadonlyMap<string, string>[];
let labels: ReadonlyMap<string, readonly string[]>;
beforeAll(async () => {
  app = await startTestApp();
  await app.newTenant();
  const ports = [app.gateway.metricsPort, app.worker?.metricsPort];
  exposed = await Promise.all(
    ports.map(async (port) => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return new Map(
        [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name, type]) => [String(name), String(type)]),
      );
    }),
  );
  const metrics = app.gateway.app.metrics.registry.getMetricsAsArray() as unknown as {
    name: string;
    labelNames?: string[];
  }[];
  labels = new Map(metrics.map(({ name, labelNames = [] }) => [name, labelNames]));
});
afterAll(() => app[Symbol.asyncDispose]());

/** The metric a name in an expression stands for; undefined: there is none. */
function metricOf(name: string, shown: ReadonlyMap<string, string>): string | undefined {
  if (shown.has(name)) return shown.get(name) === 'histogram' ? undefined : name;
  const base = name.replace(SUFFIXES.histogram ?? '', '');
  return shown.get(base) === 'histogram' ? base : undefined;
}

describe('dashboard and alerts', () => {
  it('are there, every panel and rule once, each rule with all it needs', () => {
    expect(dashboard.panels.length).toBeGreaterThan(20);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    expect(rules.length).toBeGreaterThan(15);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const rule of rules) {
      expect(rule).toMatchObject({
        expr: expect.any(String),
        for: expect.stringMatching(/^\d+m$/),
        severity: expect.stringMatching(/^(info|warning|critical)$/),
        summary: expect.stringMatching(/\.$/),
      });
    }
  });

  it('have a section in the runbook for every alert', () => {
    const headings = [...readFileSync(inProject('docs/running.md'), 'utf8').matchAll(/^#+ (.+)$/gm)].map(
      ([, text]) => text,
    );
    expect(rules.map(({ alert }) => alert).filter((alert) => !headings.includes(alert))).toEqual([]);
    for (const { alert, runbook } of rules) expect(runbook).toBe(`docs/running.md#${alert?.toLowerCase()}`);
  });

  it.each(asked)('$name asks for what gateway or worker shows', ({ expressions }) => {
    for (const expression of expressions) {
      const names = [...new Set(expression.match(METRIC) ?? [])];
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) expect([name, exposed.some((shown) => metricOf(name, shown))]).toEqual([name, true]);
      for (const [, name, conditions = ''] of expression.matchAll(
        /\b((?:switchyard|process|nodejs)_\w+)\{([^}]*)\}/g,
      )) {
        const metric = exposed.map((shown) => metricOf(name ?? '', shown)).find(Boolean) ?? '';
        const used = [...conditions.matchAll(/(\w+)\s*(?:=~|!=|!~|=)/g)].map(([, label]) => label);
        expect([metric, used.filter((label) => !labels.get(metric)?.includes(label ?? ''))]).toEqual([metric, []]);
      }
      const brackets = [...expression].reduce((open, sign) => open + (sign === '(' ? 1 : sign === ')' ? -1 : 0), 0);
      expect(brackets).toBe(0);
    }
  });

  it('take the maximum, and no sum, of what every process tells alike', () => {
    const runbook = readFileSync(inProject('docs/running.md'), 'utf8');
    const [, named = ''] = /Gauges over all tenants \(([^)]*)\)\s+are the same from every process/.exec(runbook) ?? [];
    const alike = [...named.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    expect(alike).toHaveLength(4);
    const summed = new RegExp(`\\b(sum|avg|count)\\s*((by|without)\\s*\\([^)]*\\)\\s*)?\\(\\s*(${alike.join('|')})\\b`);
    const wrong = asked.filter(({ expressions }) => expressions.some((expression) => summed.test(expression)));
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('say of connections that are ended why, as the runbook has it', () => {
    const rule = rules.find(({ alert }) => alert === 'SwitchyardSlowConsumersCut');
    expect([rule?.expr, rule?.summary]).toEqual([
      expect.stringMatching(/\bby \(why\)/),
      expect.stringMatching(/labels\.why/),
    ]);
  });

  it('count what they are about: a lost worker, dead letters and a backlog show', async () => {
    const { registry } = app.gateway.app.metrics;
    await app.owner.query(
      `INSERT INTO "JobTally" ("tenantId", "kind", "state", "count") SELECT "id", 'operations.ping', 'DEAD_LETTER', 3 FROM "Tenant" LIMIT 1`,
    );
    await fetch(`http://127.0.0.1:${app.gateway.metricsPort}/metrics`);
    const valueIn = async (name: string, wanted: Readonly<Record<string, string>>) => {
      const metric = (await registry.getMetricsAsJSON()).find((found) => found.name === name);
      return metric?.values.find(({ labels: has }) =>
        Object.entries(wanted).every(([key, value]) => has[key as never] === value),
      )?.value;
    };
    expect(await valueIn('switchyard_dead_letters', { kind: 'operations.ping' })).toBe(3);
    expect(await valueIn('switchyard_workers', { state: 'ACTIVE' })).toBe(1);
    expect(await valueIn('switchyard_workers', { state: 'LOST' })).toBe(0);
    expect(await valueIn('switchyard_outbox_oldest_seconds', {})).toBeGreaterThanOrEqual(0);
  });
});
