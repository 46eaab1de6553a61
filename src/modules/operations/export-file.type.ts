import type { ExportFile as FileRow, Job as JobRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { AuditEntryFilter, criteriaOf } from './audit-entry.queries.js';
import { startAuditExport } from './export-file.service.js';
import { Job } from './job.type.js';

const LINK_MINUTES = 10;

const ExportFile = builder.prismaNode('ExportFile', {
  description: 'A file that a job made for you to fetch. It is deleted after a week.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'audit:read' },
  select: { id: true, readyAt: true },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is called.' }),
    rows: t.exposeInt('rows', { description: 'How many rows it has, besides its head.' }),
    bytes: t.exposeInt('bytes', { description: 'How large it is.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    readyAt: t.expose('readyAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was whole; null while it is being written.',
    }),
    downloadPath: t.string({
      nullable: true,
      description: `Where to fetch it on this gateway, signed for ${LINK_MINUTES} minutes: whoever has it may. Null while it is being written.`,
      resolve: ({ id, readyAt }, _args, { db, services }) =>
        readyAt ? `/uploads/${services.links.sign({ tenantId: db.$tenantId, fileId: id }, LINK_MINUTES * 60)}` : null,
    }),
  }),
});

const AuditExportInput = builder.inputType('AuditExportInput', {
  description: 'Which entries of the audit to export.',
  fields: (t) => ({
    filter: t.field({ type: AuditEntryFilter, required: false, description: 'Which entries; all by default.' }),
  }),
});

builder.mutationField('auditExport', (t) =>
  t.withAuth({ can: 'audit:read' }).field({
    type: payloadType<{ readonly exportFile: FileRow; readonly job: JobRow }>('AuditExportPayload', (p) => ({
      exportFile: p.expose('exportFile', {
        type: ExportFile,
        nullable: true,
        description: 'The file, which is empty until the job has succeeded.',
      }),
      job: p.expose('job', { type: Job, nullable: true, description: 'The job that writes it.' }),
    })),
    description: 'Writes entries of the audit into a CSV file, oldest first, in the background.',
    args: { input: t.arg({ type: AuditExportInput, description: 'Which entries.' }) },
    resolve: (_root, { input }, context) => startAuditExport(context.db, criteriaOf(input.filter), causeOf(context)),
  }),
);
