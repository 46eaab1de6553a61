import { z } from 'zod';
import type { Case as CaseRow, ChangeRequest as ChangeRequestRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { decisionOf } from './case.mutations.js';
import { Case } from './case.type.js';
import { acceptChange, editChange, rejectChange } from './change-request.service.js';
import { ChangeRequest } from './change-request.type.js';
import { RiskLevel } from './support-enums.type.js';
import { TEXT } from './text-input.js';

const NOW = 'The change request as it is now, also after a conflict.';

const decideOnChange = (name: 'Accept' | 'Reject', description: string, decide: typeof acceptChange) => {
  const input = builder.inputType(`ChangeRequest${name}Input`, {
    description: 'Which change request.',
    fields: (t) => ({
      id: t.globalID({ for: ChangeRequest, description: 'The change request.' }),
      expectedVersion: t.int(expectedVersion('change request')),
    }),
  });
  builder.mutationField(`changeRequest${name}`, (t) =>
    t.withAuth({ can: 'change:decide' }).field({
      type: payloadType<{ readonly changeRequest: ChangeRequestRow; readonly case: CaseRow }>(
        `ChangeRequest${name}Payload`,
        (p) => ({
          changeRequest: p.expose('changeRequest', { type: ChangeRequest, nullable: true, description: NOW }),
          case: p.expose('case', { type: Case, nullable: true, description: 'The case as it is now.' }),
        }),
      ),
      description,
      args: { input: t.arg({ type: input, description: 'Which change request.' }) },
      resolve: (_root, { input: { id, ...rest } }, context) => decide(context.db, id.id, decisionOf(context, rest)),
    }),
  );
};
decideOnChange('Accept', 'The change will be made. Its case stays CHANGE_PROPOSED until it is resolved.', acceptChange);
decideOnChange('Reject', 'The change will not be made; its case needs a person.', rejectChange);

const Lines = (max: number) => z.array(TEXT.line).max(max);

const ChangeRequestEditInput = builder.inputType('ChangeRequestEditInput', {
  description: 'What a change request should say; what is left out stays.',
  fields: (t) => ({
    id: t.globalID({ for: ChangeRequest, description: 'The change request.' }),
    summary: t.string({
      required: false,
      validate: { schema: TEXT.summary },
      description: 'What would be changed, and why; at most 4,000 characters.',
    }),
    affectedSurfaces: t.stringList({
      required: false,
      validate: { schema: Lines(20) },
      description: 'The parts of the product it touches, 20 at most.',
    }),
    riskLevel: t.field({ type: RiskLevel, required: false, description: 'How risky it is.' }),
    riskReason: t.string({ required: false, validate: { schema: TEXT.line }, description: 'Why.' }),
    testIdeas: t.stringList({
      required: false,
      validate: { schema: Lines(12) },
      description: 'How to show that it works and breaks nothing; 12 at most.',
    }),
    expectedVersion: t.int(expectedVersion('change request')),
  }),
});

builder.mutationField('changeRequestEdit', (t) =>
  t.withAuth({ can: 'change:decide' }).field({
    type: payloadType<{ readonly changeRequest: ChangeRequestRow }>('ChangeRequestEditPayload', (p) => ({
      changeRequest: p.expose('changeRequest', { type: ChangeRequest, nullable: true, description: NOW }),
    })),
    description: 'Puts a proposed change right before it is decided on; what it said at first is kept in `original`.',
    args: { input: t.arg({ type: ChangeRequestEditInput, description: 'The change request and what it should say.' }) },
    resolve: async (_root, { input: { id, ...edit } }, context) => ({
      changeRequest: await editChange(context.db, id.id, edit, decisionOf(context, edit)),
    }),
  }),
);
