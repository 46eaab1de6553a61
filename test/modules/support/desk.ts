import type { ReplyMode } from '../../gql/graphql.js';
import type { Member, TestApp } from '../../support/test-app.js';
import * as gql from './documents.js';

/** Waits until a condition holds; fails after half a minute with what it saw last. */
export async function until<T>(look: () => Promise<T>, isThere: (seen: T) => boolean): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const seen = await look();
    if (isThere(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`It did not come to that: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export const ARTICLES = {
  password: {
    title: 'Reset your password',
    body: '# Reset your password\n\nOpen the sign-in page and choose *Forgot password*. We send a link to your e-mail address. The link works for one hour.\n\nIf no mail arrives, look into the spam folder.',
  },
  invoice: {
    title: 'Download an invoice',
    body: '# Download an invoice\n\nInvoices are under *Billing*, *History*. Choose a month and press *Download PDF*. Invoices are kept for ten years.',
  },
  printer: {
    title: 'Printer shows offline',
    body: '# Printer shows offline\n\nRestart the print spooler service and check the network cable. Then add the printer again by its address.',
  },
} as const;

/** A tenant's support desk, as its owner works with it over the API. */
export class Desk {
  readonly app: TestApp;
  readonly member: Member;
  readonly projectId: string;

  constructor(app: TestApp, member: Member, projectId: string = member.projectId) {
    this.app = app;
    this.member = member;
    this.projectId = projectId;
  }

  /** A desk in a tenant of its own, with a project of its own settings. */
  static async open(
    app: TestApp,
    settings: { replyMode?: ReplyMode; triageThreshold?: number } = {},
    member?: Member,
  ): Promise<Desk> {
    const owner = member ?? (await app.newTenant());
    const input = { key: `P${Date.now().toString(36)}`, name: 'Desk', triageThreshold: 0, ...settings };
    const { projectCreate } = await app.run(owner, gql.ProjectCreate, { input });
    return new Desk(app, owner, projectCreate.project?.id);
  }

  async openCase(subject: string, body: string, more: { idempotencyKey?: string; email?: string } = {}) {
    const { email = 'cleo@customer.test', ...rest } = more;
    const input = { projectId: this.projectId, subject, body, customer: { email, name: 'Cleo' }, ...rest };
    const { caseOpen } = await this.app.run(this.member, gql.CaseOpen, { input });
    if (!caseOpen.case || !caseOpen.job) throw new Error(JSON.stringify(caseOpen.userErrors));
    return { ...caseOpen, case: caseOpen.case, job: caseOpen.job };
  }

  async case(id: string) {
    const found = await this.app.run(this.member, gql.CaseWhole, { id });
    if (!found.case) throw new Error('The case is gone');
    return found.case;
  }

  caseIn(id: string, ...states: string[]) {
    return until(
      () => this.case(id),
      ({ state }) => states.includes(state),
    );
  }

  async write({ title, body }: { title: string; body: string }): Promise<string> {
    const input = { projectId: this.projectId, title, body, publish: true };
    const { kbArticleCreate } = await this.app.run(this.member, gql.KbArticleCreate, { input });
    const id = kbArticleCreate.kbArticle?.id;
    if (!id) throw new Error(JSON.stringify(kbArticleCreate.userErrors));
    await until(
      () => this.app.run(this.member, gql.KbArticle, { id }),
      ({ kbArticle }) => kbArticle?.embeddingState === 'FRESH',
    );
    return id;
  }

  async jobEnds(id: string) {
    const { job } = await until(
      () => this.app.run(this.member, gql.JobState, { id }),
      ({ job: seen }) => ['SUCCEEDED', 'DEAD', 'FAILED', 'CANCELLED'].includes(seen?.state ?? ''),
    );
    if (!job) throw new Error('The job is gone');
    return job;
  }
}
