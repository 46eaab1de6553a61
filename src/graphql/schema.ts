import './scalars.js';
import '../modules/identity/api-key.type.js';
import '../modules/identity/identity.mutations.js';
import '../modules/identity/project.type.js';
import '../modules/identity/sign-in.mutations.js';
import '../modules/identity/tenant.type.js';
import '../modules/identity/viewer.type.js';
import '../modules/operations/dead-letter.type.js';
import '../modules/operations/health.type.js';
import '../modules/operations/job.mutations.js';
import '../modules/operations/job.queries.js';
import '../modules/operations/job.type.js';
import '../modules/operations/job-stream.type.js';
import '../modules/operations/schedule.type.js';
import '../modules/operations/tenant-event.type.js';
import '../modules/support/case.mutations.js';
import '../modules/support/case.queries.js';
import '../modules/support/case-stream.type.js';
import '../modules/support/customer.type.js';
import '../modules/support/import.mutations.js';
import '../modules/support/kb.mutations.js';
import '../modules/support/kb.queries.js';
import '../modules/support/pipeline.mutations.js';
import '../modules/support/reply.mutations.js';
import { builder } from './builder.js';

/** The whole graph. Importing it builds it; it opens nothing. */
export const schema = builder.toSchema();
