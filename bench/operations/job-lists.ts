import type { JobCriteria, JobPlace } from '../../src/modules/operations/job-page.sql.js';
import { jobIdsQuery } from '../../src/modules/operations/job-page.sql.js';
import { explain } from './explain.js';
import { MANY_KINDS, type ManyJobs } from './many-jobs.js';

const DAY_MS = 86_400_000;
const [kind = ''] = MANY_KINDS;
const newest: JobPlace = { orderBy: 'queuedAt', direction: 'desc', size: 51 };

/** Lists an operator asks for. The first is the one the promise is about. */
export function jobLists(now = Date.now()): readonly { name: string; criteria: JobCriteria; place: JobPlace }[] {
  const queuedAt = { gte: new Date(now - 60 * DAY_MS), lt: new Date(now - 30 * DAY_MS) };
  return [
    { name: 'kind + state + time', criteria: { kinds: [kind], states: ['SUCCEEDED'], queuedAt }, place: newest },
    { name: 'a rare state', criteria: { kinds: [kind], states: ['DEAD'], queuedAt }, place: newest },
    {
      name: 'two kinds, three states',
      criteria: { kinds: MANY_KINDS.slice(0, 2), states: ['DEAD', 'FAILED', 'CANCELLED'], queuedAt },
      place: newest,
    },
    { name: 'state alone', criteria: { states: ['DEAD', 'FAILED'] }, place: newest },
    { name: 'kind alone', criteria: { kinds: [kind] }, place: newest },
    {
      name: 'oldest first',
      criteria: { kinds: [kind], states: ['SUCCEEDED'] },
      place: { ...newest, direction: 'asc' },
    },
    {
      name: 'by end',
      criteria: { kinds: [kind], states: ['SUCCEEDED'], finishedAt: queuedAt },
      place: { ...newest, orderBy: 'finishedAt' },
    },
    { name: 'by error', criteria: { errorCodes: ['CODE_3'], queuedAt }, place: newest },
    { name: 'everything', criteria: {}, place: newest },
  ];
}

export interface JobListFigure {
  readonly name: string;
  readonly executionMs: number;
  readonly rowsRead: number;
  readonly buffers: number;
}

/** How long the database takes for each list, and what it reads for it. */
export async function measureJobLists(databaseUrl: string, jobs: ManyJobs): Promise<JobListFigure[]> {
  const figures: JobListFigure[] = [];
  for (const { name, criteria, place } of jobLists()) {
    const { executionMs, rowsRead, buffers } = await explain(databaseUrl, jobs.tenantId, jobIdsQuery(criteria, place));
    figures.push({ name, executionMs, rowsRead, buffers });
  }
  return figures;
}
