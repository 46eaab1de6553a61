import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type LoggedProcess, startLogged } from '../../tools/run/logged-process.js';
import { startTestServices, type TestServices } from '../../tools/services/test-services.js';
import { type BenchTenant, fillDatabase } from '../dataset.js';
import { urlFor } from '../services.js';

export type Role = 'gateway' | 'worker';

/** A gateway or worker in a process of its own. */
export interface Member {
  readonly role: Role;
  readonly process: LoggedProcess;
  readonly pid: number;
  /** Of a gateway; 0 of a worker. */
  readonly port: number;
}

const FILES: Readonly<Record<Role, string>> = {
  gateway: 'src/main.gateway.js',
  worker: 'bench/chaos/worker.peer.js',
};
/** As it is shipped, without the counters of effects: for what is measured. */
const SHIPPED_WORKER = 'src/main.worker.js';

const SCALE = { tenants: 2, casesPerTenant: 1, messagesPerCase: 1, customersPerTenant: 1 };

/** Budgets that the load does not use up: what is measured is what happens when things break. */
const GENEROUS = {
  ACCESS_TOKEN_MINUTES: '1440',
  COST_PER_MINUTE: '100000000000',
  REQUESTS_PER_MINUTE: '100000000',
  MUTATIONS_PER_MINUTE: '100000000',
  SUBSCRIBES_PER_MINUTE: '100000000',
  CONNECTIONS_PER_IDENTITY: '20000',
  CONNECTIONS_PER_ADDRESS: '20000',
  CONNECTION_BURST: '20000',
  CONNECTIONS_PER_SECOND: '20000',
};

/** Gateways and workers as real processes on services of their own, all of which may be killed. */
export class Cluster implements AsyncDisposable {
  readonly services: TestServices;
  readonly superuserUrl: string;
  readonly tenants: readonly BenchTenant[];
  readonly #code: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #members = new Set<Member>();
  readonly #told = new Set<Member>();
  readonly #fallen: string[] = [];

  private constructor(
    services: TestServices,
    tenants: readonly BenchTenant[],
    code: string,
    environment: Readonly<Record<string, string>>,
  ) {
    this.services = services;
    this.superuserUrl = superuserUrlOf(services);
    this.tenants = tenants;
    this.#code = code;
    this.#environment = environment;
  }

  /** @param code the folder of the compiled code, `src` and `bench` in it */
  static async start(code: string, extra: Readonly<Record<string, string>> = {}): Promise<Cluster> {
    const services = await startTestServices();
    const secret = randomBytes(48).toString('base64');
    const urls = { databaseUrl: services.databaseUrl, superuserUrl: superuserUrlOf(services) };
    const tenants = await fillDatabase(urls, SCALE, secret);
    const { PATH = '' } = process.env;
    return new Cluster(services, tenants, code, {
      PATH,
      NODE_ENV: 'production',
      DATABASE_URL: services.databaseUrl,
      REDIS_URL: services.redisUrl,
      REDIS_PREFIX: 'chaos:',
      HOST: '127.0.0.1',
      PORT: '0',
      ACCESS_TOKEN_SECRET: secret,
      ENCRYPTION_KEY: createHash('sha256').update(secret).digest('base64'),
      LOG_LEVEL: 'info',
      ...GENEROUS,
      ...extra,
    });
  }

  get gateways(): readonly Member[] {
    return this.#of('gateway');
  }

  get workers(): readonly Member[] {
    return this.#of('worker');
  }

  /** What ended without being told to, and its last words. */
  get fallen(): readonly string[] {
    return this.#fallen;
  }

  /** Starts one more and waits until it is ready. */
  async add(role: Role, nodeFlags: readonly string[] = [], isShipped = false): Promise<Member> {
    const file = isShipped && role === 'worker' ? SHIPPED_WORKER : FILES[role];
    const child = startLogged([...nodeFlags, join(this.#code, file)], this.#environment);
    const { port } = await child.line(({ msg }) => msg === 'ready');
    const member = { role, process: child, pid: child.process.pid ?? 0, port: Number(port ?? 0) };
    this.#members.add(member);
    void child.exit.then((code) => {
      this.#members.delete(member);
      if (!this.#told.has(member)) this.#fallen.push(`${role} ended with ${code}: ${child.errors().slice(-500)}`);
    });
    return member;
  }

  /** Resolves with how it ended. */
  async end(member: Member, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | string> {
    this.#told.add(member);
    if (signal === 'SIGKILL') this.#members.delete(member); // nobody is sent there any more
    member.process.process.kill(signal);
    return member.process.exit;
  }

  #of(role: Role): Member[] {
    return [...this.#members].filter((member) => member.role === role);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#members].map((member) => this.end(member, 'SIGKILL')));
    await this.services.stop();
  }
}

function superuserUrlOf(services: TestServices): string {
  return urlFor(services.adminDatabaseUrl, { database: new URL(services.databaseUrl).pathname.slice(1) });
}
