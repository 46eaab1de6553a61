import { describe, expect, it } from 'vitest';
import { cycles, type Import, importsOf, reachable, sourceFiles } from './support/source-imports.js';

const FILES = sourceFiles('src');
const IMPORTS = importsOf(FILES);

interface Rule {
  readonly name: string;
  readonly files: RegExp;
  readonly forbids: RegExp;
  /** Files, or `file → target`, that may, and why. */
  readonly except?: Readonly<Record<string, string>>;
  /** Types leave no trace at run time; where a rule is about loading, they are allowed. */
  readonly typesAllowed?: boolean;
}

const MAINTENANCE = 'a command of its own, before there is an app';
const LIFECYCLE = 'the life of a job is told in the words of operations';
const REGISTRY = 'the list of everything there is, and nothing but that list';

const RULES: readonly Rule[] = [
  {
    name: 'services and jobs know nothing of GraphQL or HTTP',
    files: /\.(service|sql|job|worker)\.ts$/,
    forbids:
      /^(graphql|graphql-yoga|graphql-ws|@pothos\/.*)$|^(graphql|http)\/|\.(type|mutations|queries|subscriptions)\.ts$/,
  },
  {
    name: 'job definitions stay light, so that any process may load them',
    files: /\.job\.ts$/,
    forbids:
      /^(?!zod$|jobs\/define-job\.ts$|generated\/prisma\/enums\.ts$|modules\/[\w-]+\/[\w-]+\.ts$)|\.(service|sql|worker|type)\.ts$/,
  },
  {
    name: 'the schema loads no worker and no adapter',
    files: /\.(type|mutations|queries|subscriptions|service|sql)\.ts$/,
    forbids: /\.worker\.ts$|^adapters\//,
  },
  {
    name: 'adapters serve a port and know nothing of the product',
    files: /^adapters\//,
    forbids: /^(?!adapters\/|ports\.ts$|errors\.ts$)[\w-]+(\/|\.ts$)/,
  },
  {
    name: 'only the composition root loads adapters',
    files: /^(?!adapters\/)/,
    forbids: /^adapters\//,
    except: { 'app.ts': 'it chooses the implementation of each port' },
  },
  {
    name: 'nobody opens a connection to PostgreSQL by himself',
    files: /./,
    forbids: /^(pg|@prisma\/adapter-pg)$/,
    typesAllowed: true,
    except: {
      'db/client.ts': 'opens the pool for app.ts',
      'db/tenant-connection.ts': 'the pool itself',
      'db/tenant-query.ts': 'a statement as it goes through the pool',
      'db/migrate.ts': MAINTENANCE,
      'db/provision.ts': MAINTENANCE,
    },
  },
  {
    name: 'nobody but the composition root opens a connection to Redis',
    files: /./,
    forbids: /^ioredis$/,
    typesAllowed: true,
    except: { 'app.ts': 'it opens them all' },
  },
  {
    name: 'only the jobs engine knows BullMQ',
    files: /^(?!jobs\/)/,
    forbids: /^bullmq$/,
  },
  {
    name: 'errors, ports and configuration depend on nothing of ours',
    files: /^(errors|ports|config)\.ts$/,
    forbids: /^[\w-]+\.ts$|\/[\w.-]+\.ts$/,
    except: {
      'config.ts → auth/issuer-settings.ts': 'the form of a variable that is a document',
      'ports.ts → desk-port.ts': 'a part of it, in a file of its own',
    },
  },
  {
    name: 'the database layer stands on nothing but errors',
    files: /^db\//,
    forbids: /^(?!db\/|errors\.ts$|generated\/)[\w-]+(\/[\w./-]+)?\.ts$/,
  },
  {
    name: 'authentication stands on the database alone',
    files: /^auth\//,
    forbids: /^(?!auth\/|db\/|errors\.ts$|generated\/)[\w-]+(\/[\w./-]+)?\.ts$/,
  },
  {
    name: 'streams know neither database nor modules nor transports',
    files: /^realtime\//,
    forbids: /^(?!realtime\/|errors\.ts$)[\w-]+(\/[\w./-]+)?\.ts$/,
    except: {
      'realtime/live-operation.ts → graphql/operation.ts':
        'types only: an operation is what a live stream is asked for by',
    },
  },
  {
    name: 'the jobs engine does not know GraphQL, transports, or modules',
    files: /^jobs\//,
    forbids: /^(?!jobs\/|db\/|realtime\/|errors\.ts$|ports\.ts$|within\.ts$|generated\/)[\w-]+(\/[\w./-]+)?\.ts$/,
    except: {
      'jobs/definitions.ts': REGISTRY,
      'jobs/handlers.ts': REGISTRY,
      'jobs/begin.ts → modules/operations/job-messages.ts': LIFECYCLE,
      'jobs/cancellation.ts → modules/operations/job-messages.ts': LIFECYCLE,
      'jobs/conclude.ts → modules/operations/job-messages.ts': LIFECYCLE,
      'jobs/give-up.ts → modules/operations/job-messages.ts': LIFECYCLE,
      'jobs/give-up.ts → modules/operations/tenant-event.service.ts': LIFECYCLE,
      'jobs/progress-writer.ts → modules/operations/job-events.ts': LIFECYCLE,
      'jobs/reports.sql.ts → modules/operations/job-events.ts': LIFECYCLE,
      'jobs/case-timers.ts → modules/support/case-timers.service.ts': 'what ran out is known where cases live',
      'jobs/schedules.ts → modules/operations/schedule.service.ts': 'a due schedule is claimed where schedules live',
    },
  },
  {
    name: 'the graph machinery does not know transports, or modules beyond its lists',
    files: /^graphql\//,
    forbids: /^(?!graphql\/|auth\/|db\/|realtime\/|errors\.ts$|ports\.ts$|generated\/)[\w-]+(\/[\w./-]+)?\.ts$/,
    except: {
      'graphql/schema.ts': REGISTRY,
      'graphql/services.ts → modules/identity/sign-in.service.ts': 'types only: what resolvers hand to services',
      'graphql/services.ts → modules/operations/queue.service.ts': 'types only: what resolvers hand to services',
      'graphql/services.ts → modules/operations/system-health.service.ts':
        'types only: what resolvers hand to services',
      'graphql/services.ts → modules/operations/queue-place.service.ts': 'types only: what resolvers hand to services',
      'graphql/services.ts → modules/operations/worker.service.ts': 'types only: what resolvers hand to services',
      'graphql/context.ts → modules/operations/actor.ts': 'who did something is told alike everywhere',
    },
  },
  {
    name: 'transports do not know modules or the database',
    files: /^http\//,
    forbids: /^(modules|db|jobs|adapters|generated)\/|^app\.ts$/,
  },
  {
    name: 'modules know no transport, no adapter and no composition root',
    files: /^modules\//,
    forbids: /^(http|adapters|observability)\/|^[\w-]*(app|gateway|worker|config|readiness)[\w-]*\.ts$/,
  },
];

describe('boundaries', () => {
  it.each(RULES)('$name', ({ files, forbids, except = {}, typesAllowed = false }) => {
    const isExcused = ({ from, to }: Import) => from in except || `${from} → ${to}` in except;
    const broken = IMPORTS.filter(
      (found) =>
        files.test(found.from) &&
        !found.to.startsWith('node:') &&
        forbids.test(found.to) &&
        !(typesAllowed && found.isTypeOnly) &&
        !isExcused(found),
    );
    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('lists no exception that is not used', () => {
    const used = new Set(IMPORTS.flatMap(({ from, to }) => [from, `${from} → ${to}`]));
    const listed = RULES.flatMap(({ except = {} }) => Object.keys(except));
    expect(listed.filter((entry) => !used.has(entry))).toEqual([]);
  });

  it('lets modules see each other through services, types, job definitions and the words they share', () => {
    const moduleOf = (file: string) => /^modules\/([\w-]+)\//.exec(file)?.[1];
    const shared =
      /\.(service|type|job)\.ts$|\/(actor|model-use|prompt|job-messages|job-events|tenant-event-kinds|tenant-event-data|access-revoked|bulk-origin)\.ts$/;
    const broken = IMPORTS.filter(({ from, to }) => {
      const [own, other] = [moduleOf(from), moduleOf(to)];
      return own !== undefined && other !== undefined && own !== other && !shared.test(to);
    });
    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('lets modules depend on each other in one direction only', () => {
    const order = ['operations', 'mail', 'identity', 'models', 'approvals', 'support', 'council']; // each may use those before it
    const rank = (file: string) => order.indexOf(/^modules\/([\w-]+)\//.exec(file)?.[1] ?? '');
    const inModules = IMPORTS.filter(({ from, to }) => from.startsWith('modules/') && to.startsWith('modules/'));
    expect(inModules.filter(({ from }) => rank(from) < 0).map(({ from }) => from)).toEqual([]);
    expect(inModules.filter(({ from, to }) => rank(from) < rank(to)).map(({ from, to }) => `${from} → ${to}`)).toEqual(
      [],
    );
  });

  it('gives the unscoped database client to a short list of files', () => {
    const holders = IMPORTS.filter(
      ({ to, names }) =>
        (to === 'generated/prisma/client.ts' && /\bPrismaClient\b/.test(names)) || to === 'db/client.ts',
    ).map(({ from }) => from);
    expect([...new Set(holders)].sort()).toEqual([
      'app.ts', // opens it
      'auth/credential-lookup.ts', // what must be known before the tenant is
      'db/client.ts', // makes it
      'db/tenant-handles.ts', // binds it to tenants
      'db/tenant.ts', // binds it to one
      'db/trusted-document-rows.ts', // documents of clients, which belong to no tenant
      'db/unscoped.ts', // which tenants have work
    ]);
    const users = IMPORTS.filter(
      ({ to, isTypeOnly }) => ['db/unscoped.ts', 'auth/credential-lookup.ts'].includes(to) && !isTypeOnly,
    ).map(({ from }) => from);
    expect([...new Set(users)].sort()).toEqual(['app.ts', 'gateway.ts']);
  });

  it('takes the unscoped client from the app only where whole tables are nobody’s', () => {
    const users = [...FILES].filter(([, text]) => /\bdatabase\.(prisma|pool)\b/.test(text)).map(([file]) => file);
    expect(users.sort()).toEqual([
      'app.ts',
      'gateway-guard.ts',
      'gateway.ts',
      'observability/gauges.ts',
      'readiness.ts',
    ]);
  });

  it('keeps handlers of jobs out of the gateway, and the graph out of the worker', () => {
    const gateway = [...reachable('main.gateway.ts', IMPORTS)];
    expect(gateway).toContain('graphql/schema.ts');
    expect(gateway.filter((file) => file.endsWith('.worker.ts'))).toEqual([]);
    const worker = [...reachable('main.worker.ts', IMPORTS)];
    expect(worker).toContain('jobs/handlers.ts');
    const graph = /^graphql\/|^http\/(?!metrics-server)|\.(type|mutations|queries)\.ts$|^graphql-yoga$/;
    expect(worker.filter((file) => graph.test(file))).toEqual([]);
  });

  it('has no circle of files that load each other, and none through types that leaves its folder', () => {
    expect(cycles(IMPORTS.filter(({ isTypeOnly }) => !isTypeOnly))).toEqual([]);
    const folderOf = (file: string) => file.split('/').slice(0, -1).join('/');
    const wide = cycles(IMPORTS).filter((cycle) => new Set(cycle.split(' → ').map(folderOf)).size > 1);
    expect(wide).toEqual([]);
  });
});

describe('files', () => {
  const all = ['src', 'test', 'tools', 'bench', 'prisma'].flatMap((folder) => {
    try {
      return [...sourceFiles(folder)].map(([name, text]) => ({ name: `${folder}/${name}`, text }));
    } catch {
      return []; // a folder that does not exist yet
    }
  });

  it('are short', () => {
    const long = all.filter(({ text }) => text.split('\n').length > 301);
    expect(long.map(({ name, text }) => `${name}: ${text.split('\n').length - 1}`)).toEqual([]);
  });

  it('neither switch types off nor silence the tools', () => {
    const offence =
      /\bas any\b|[\w)\]]\??:\s*any\b|<any>|\bany\[\]|@ts-(ignore|nocheck|expect-error)|biome-ignore|eslint-disable/;
    const offenders = all.filter(({ name, text }) => name !== 'test/architecture.test.ts' && offence.test(code(text)));
    expect(offenders.map(({ name }) => name)).toEqual([]);
  });

  it('leave nothing for later, and skip no test', () => {
    const offence = /\b(TODO|FIXME|XXX)\b|\b(it|test|describe)\.(skip|only|todo)\b/;
    const offenders = all.filter(({ name, text }) => name !== 'test/architecture.test.ts' && offence.test(text));
    expect(offenders.map(({ name }) => name)).toEqual([]);
  });

  it('say by their names what they are', () => {
    const vague = /(^|\/)(utils?|helpers?|common|shared|manager|misc)(\/|\.|-|$)/;
    const odd = all.filter(({ name }) => vague.test(name) || !/^[a-z0-9./-]+$/.test(name));
    expect(odd.map(({ name }) => name)).toEqual([]);
  });
});

/** Without comments of a line of their own and without strings, in which words are words. */
function code(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => (/biome-ignore|eslint-disable|@ts-/.test(comment) ? comment : ''))
    .replace(/\/\/(?!.*(biome-ignore|eslint-disable|@ts-)).*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
}
