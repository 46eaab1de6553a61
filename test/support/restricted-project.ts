import { schema } from '../../src/graphql/schema.js';
import { postRaw, type RawAnswer } from './raw-graphql.js';
import { argumentsWith, documentFor, type RootField, rootFields, slotsOf } from './schema-walk.js';
import { type Member, rowId } from './test-app.js';
import { globalId, startWalkApp, type WalkApp } from './walk-app.js';

/** What of each table belongs to a project: written down here once more, apart from the policies. */
const IN_CASE = `"caseId" IN (SELECT "id" FROM "Case" WHERE "projectId" = $1)`;
const IN_ARTICLE = `"articleId" IN (SELECT "id" FROM "KbArticle" WHERE "projectId" = $1)`;
const IN_JOB = `"jobId" IN (SELECT "id" FROM "Job" WHERE "projectId" = $1)`;
const IN_COUNCIL = `"councilId" IN (SELECT "id" FROM "Council" WHERE "projectId" = $1)`;
export const OF_PROJECT: Readonly<Record<string, string>> = {
  Project: `"id" = $1`,
  ProjectMember: `"projectId" = $1`,
  Case: `"projectId" = $1`,
  KbArticle: `"projectId" = $1`,
  KbArticleVersion: IN_ARTICLE,
  KbChunk: IN_ARTICLE,
  KbVector: IN_ARTICLE,
  Channel: `"projectId" = $1`,
  KbImport: `"projectId" = $1`,
  KbSuggestion: `"projectId" = $1`,
  KbSuggestionCase: `"suggestionId" IN (SELECT "id" FROM "KbSuggestion" WHERE "projectId" = $1)`,
  TriageModel: `"projectId" = $1`,
  SlaTarget: `"projectId" = $1`,
  Job: `"projectId" = $1`,
  TenantEvent: `"projectId" = $1`,
  ChannelThread: IN_CASE,
  ChannelMessage: IN_CASE,
  InboundEvent: `"channelId" IN (SELECT "id" FROM "Channel" WHERE "projectId" = $1)`,
  CaseMessage: IN_CASE,
  CaseAttachment: `"messageId" IN (SELECT "id" FROM "CaseMessage" WHERE ${IN_CASE})`,
  CaseMatch: IN_CASE,
  Pipeline: IN_CASE,
  ReplyDraft: IN_CASE,
  ChangeRequest: IN_CASE,
  CaseDecision: IN_CASE,
  CaseTag: IN_CASE,
  Approval: `"projectId" = $1`,
  PipelineStep: `"pipelineId" IN (SELECT "id" FROM "Pipeline" WHERE ${IN_CASE})`,
  ReplyCitation: `"draftId" IN (SELECT "id" FROM "ReplyDraft" WHERE ${IN_CASE})`,
  JobAttempt: IN_JOB,
  JobLog: IN_JOB,
  DeadLetter: IN_JOB,
  LlmCall: `"projectId" = $1`,
  LlmCallAttempt: `"callId" IN (SELECT "id" FROM "LlmCall" WHERE "projectId" = $1)`,
  UsageBucket: `"projectId" = $1`,
  Budget: `"projectId" = $1`,
  Schedule: `"projectId" = $1`,
  Council: `"projectId" = $1`,
  CouncilMember: IN_COUNCIL,
  CouncilVote: IN_COUNCIL,
};

/** A tenant whose project, with everything that is in it, is for its members alone. */
export interface RestrictedProject {
  readonly walk: WalkApp;
  /** The row's id of the project, in which everything of tenant B lies. */
  readonly project: string;
  /** Operators of B: one who is no member of the project, and one who is. */
  readonly outsider: Member;
  readonly insider: Member;
  /** Global ids of everything in the project, by type. */
  readonly hidden: ReadonlyMap<string, string[]>;
  ask(member: Member, query: string, variables?: object, headers?: Record<string, string>): Promise<RawAnswer>;
  /** Asks every list and root object, three objects deep. */
  walkQueries(member: Member, headers?: Record<string, string>): Promise<(readonly [RootField, RawAnswer])[]>;
  /** What of the project an answer shows. */
  idsIn(answer: RawAnswer): string[];
}

export async function startRestrictedProject(): Promise<RestrictedProject> {
  const walk = await startWalkApp();
  const hidden = new Map<string, string[]>();
  const { app, b } = walk;
  const { rows } = await app.owner.query<{ id: string }>(
    'UPDATE "Project" SET "isRestricted" = true WHERE "tenantId" = $1 AND "key" = $2 RETURNING "id"',
    [b.member.tenantId, b.canary],
  );
  const project = rows[0]?.id ?? '';
  await app.owner.query('UPDATE "TriageModel" SET "projectId" = $1 WHERE "tenantId" = $2', [
    project,
    b.member.tenantId,
  ]);
  const outsider = await app.newColleague(b.member, 'OPERATOR');
  const insider = await app.newColleague(b.member, 'OPERATOR');
  const member = await app.owner.query<{ id: string }>(
    'SELECT "id" FROM "Membership" WHERE "tenantId" = $1 AND "userId" = $2',
    [b.member.tenantId, rowId(insider.userId)],
  );
  await b.run(
    'mutation($input: ProjectMemberAddInput!) { projectMemberAdd(input: $input) { userErrors { message } } }',
    {
      input: {
        projectId: globalId('Project', project),
        membershipId: globalId('Membership', member.rows[0]?.id ?? ''),
      },
    },
  );
  for (const [table, condition] of Object.entries(OF_PROJECT)) {
    const key = table === 'KbVector' ? '"chunkId"' : '"id"';
    const found = await app.owner.query<{ id: string }>(`SELECT ${key} AS id FROM "${table}" WHERE ${condition}`, [
      project,
    ]);
    hidden.set(
      table,
      found.rows.map(({ id }) => globalId(table, id)),
    );
  }

  const ask: RestrictedProject['ask'] = (member, query, variables = {}, headers = {}) => {
    const request = { query, variables: { ...variables } };
    return postRaw(app.url, request, { authorization: `Bearer ${member.token}`, ...headers });
  };
  const suggest = (name: string) => (name === 'query' ? 'reset password link' : undefined);
  return {
    walk,
    project,
    outsider,
    insider,
    hidden,
    ask,
    walkQueries(member, headers = {}) {
      const fields = rootFields(schema, 'Query').filter((field) => {
        const given = argumentsWith(field, [], undefined, suggest);
        return !slotsOf(field, 'ID').some(({ path }) => path[0]! in given);
      });
      return Promise.all(
        fields.map(async (field) => {
          const given = argumentsWith(field, [], undefined, suggest);
          return [field, await ask(member, documentFor(schema, 'query', field, given, 3), given, headers)] as const;
        }),
      );
    },
    idsIn: ({ text }) => [...hidden.values()].flat().filter((id) => text.includes(id) || text.includes(rowId(id))),
  };
}
