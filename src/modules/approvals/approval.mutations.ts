import { z } from 'zod';
import type { Approval as ApprovalRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { Approval } from './approval.type.js';
import { decideApproval } from './approval-decision.service.js';

const Note = z
  .string()
  .trim()
  .min(1, 'Say something, or leave it out.')
  .max(2_000)
  .refine((text) => !/[\0\p{Surrogate}]/u.test(text), 'It has characters that cannot be stored.');

const deciding = (name: 'Approve' | 'Reject', verb: 'approve' | 'reject', description: string) => {
  const input = builder.inputType(`Approval${name}Input`, {
    description: 'Which approval.',
    fields: (t) => ({
      id: t.globalID({ for: Approval, description: 'The approval.' }),
      note: t.string({
        required: false,
        validate: { schema: Note },
        description: 'What there is to say about it; at most 2,000 characters.',
      }),
      expectedVersion: t.int(expectedVersion('approval')),
    }),
  });
  builder.mutationField(`approval${name}`, (t) =>
    t.withAuth({ can: 'approval:decide' }).field({
      type: payloadType<{ readonly approval: ApprovalRow }>(`Approval${name}Payload`, (p) => ({
        approval: p.expose('approval', {
          type: Approval,
          nullable: true,
          description: 'The approval as it is now, also after a conflict.',
        }),
      })),
      description,
      args: { input: t.arg({ type: input, description: 'Which approval.' }) },
      resolve: async (_root, { input: { id, note, expectedVersion: version } }, context) => {
        const { permissions } = context.viewer;
        const verdict = { ...causeOf(context), note, expectedVersion: version, permissions };
        return { approval: await decideApproval(context.db, id.id, verb, verdict) };
      },
    }),
  );
};
deciding(
  'Approve',
  'approve',
  'Says yes: a reply is sent, a change is accepted. Of two who decide at once, the second gets CONFLICT.',
);
deciding(
  'Reject',
  'reject',
  'Says no; the case then needs a person. Of two who decide at once, the second gets CONFLICT.',
);
