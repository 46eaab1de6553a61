import { encodeGlobalID } from '@pothos/plugin-relay';
import { eventDetails } from './tenant-event-details.type.js';

eventDetails(['JOB_FAILED'], 'JobFailureDetails', 'What a job gave up for.', (t) => ({
  kind: t.exposeString('kind', { description: 'Kind of the job.' }),
  code: t.exposeString('code', { description: 'The reason, for programs.' }),
  message: t.exposeString('message', { description: 'The reason, for people.' }),
}));

eventDetails(['DEAD_LETTER_DISCARDED'], 'DeadLetterDetails', 'Whose letter it was.', (t) => ({
  kind: t.exposeString('kind', { description: 'Kind of the job.' }),
}));

eventDetails(['BULK_ACTION_STARTED'], 'BulkActionStartDetails', 'What is to be done.', (t) => ({
  action: t.exposeString('action', { description: 'The action.' }),
  matched: t.exposeInt('matched', { description: 'With how many.' }),
}));

eventDetails(['BULK_ACTION_FINISHED'], 'BulkActionEndDetails', 'What was done.', (t) => ({
  action: t.exposeString('action', { description: 'The action.' }),
  processed: t.exposeInt('processed', { description: 'How many were looked at.' }),
  done: t.exposeInt('done', { description: 'With how many it was done.' }),
  skipped: t.exposeInt('skipped', { description: 'With how many it was not possible.' }),
}));

eventDetails(['CONNECTION_TERMINATED'], 'ConnectionEndDetails', 'Which connection was ended.', (t) => ({
  transport: t.exposeString('transport', { description: 'How it was connected.' }),
  of: t.exposeString('of', { description: 'Whose it was.' }),
  reason: t.exposeString('reason', { nullable: true, description: 'What was said about it; null when nothing was.' }),
}));

eventDetails(['QUEUE_PAUSED'], 'QueuePauseDetails', 'Which queue waits.', (t) => ({
  queue: t.exposeString('queue', { description: 'Kind of its jobs.' }),
  reason: t.exposeString('reason', { nullable: true, description: 'What was said about it; null when nothing was.' }),
}));

eventDetails(['QUEUE_RESUMED'], 'QueueResumeDetails', 'Which queue goes on.', (t) => ({
  queue: t.exposeString('queue', { description: 'Kind of its jobs.' }),
}));

eventDetails(['SCHEDULE_UPDATED'], 'ScheduleDetails', 'How a recurring job runs from now on.', (t) => ({
  key: t.exposeString('key', { description: 'Its name in the tenant.' }),
  isPaused: t.exposeBoolean('isPaused', { description: 'Whether it waits.' }),
  cron: t.exposeString('cron', { description: 'When it runs, as a cron expression of five fields.' }),
  timeZone: t.exposeString('timeZone', { description: 'By whose clock.' }),
}));

eventDetails(['SCHEDULE_RUN_NOW'], 'ScheduleRunDetails', 'What was run out of turn.', (t) => ({
  key: t.exposeString('key', { description: 'Its name in the tenant.' }),
  job: t.node({ description: 'The job that runs.', id: ({ jobId }) => encodeGlobalID('Job', jobId) }),
}));

eventDetails(['API_KEY_ROTATED', 'CHANNEL_SECRET_ROTATED'], 'SecretRotationDetails', 'A secret was replaced.', (t) => ({
  previousEndsAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'Until when the old one works; null when it ended at once.',
    resolve: ({ previousEndsAt }) => (previousEndsAt === null ? null : new Date(previousEndsAt)),
  }),
}));
