import { z } from 'zod';
import type { CaseMessage as CaseMessageRow, Case as CaseRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { Membership } from '../identity/membership.type.js';
import { decisionOf } from './case.mutations.js';
import { Case, CaseMessage } from './case.type.js';
import { addNote } from './case-note.service.js';
import { GivenTags } from './case-tags.js';
import { assignCase, setCasePriority, type TagVerb, tagCase } from './case-work.service.js';
import { CasePriority } from './case-work.type.js';
import { TEXT } from './text-input.js';

/** The answer of a mutation that changes one case. */
export const changedCase = (name: `Case${string}Payload`) =>
  payloadType<{ readonly case: CaseRow }>(name, (p) => ({
    case: p.expose('case', { type: Case, nullable: true, description: 'The case as it is now.' }),
  }));

const CaseAssignInput = builder.inputType('CaseAssignInput', {
  description: 'Who takes care of a case.',
  fields: (t) => ({
    id: t.globalID({ for: Case, description: 'The case.' }),
    membershipId: t.globalID({
      for: Membership,
      description: 'The member; one who works on cases (OPERATOR or above) and sees the project of the case.',
    }),
    expectedVersion: t.int(expectedVersion('case')),
  }),
});

builder.mutationField('caseAssign', (t) =>
  t.withAuth({ can: 'case:write' }).field({
    type: changedCase('CaseAssignPayload'),
    description: 'Gives a case to a member of the tenant.',
    args: { input: t.arg({ type: CaseAssignInput, description: 'The case and the member.' }) },
    resolve: async (_root, { input }, context) => ({
      case: await assignCase(context.db, input.id.id, input.membershipId.id, decisionOf(context, input)),
    }),
  }),
);

const CaseUnassignInput = builder.inputType('CaseUnassignInput', {
  description: 'Which case.',
  fields: (t) => ({
    id: t.globalID({ for: Case, description: 'The case.' }),
    expectedVersion: t.int(expectedVersion('case')),
  }),
});

builder.mutationField('caseUnassign', (t) =>
  t.withAuth({ can: 'case:write' }).field({
    type: changedCase('CaseUnassignPayload'),
    description: 'Takes a case away from whoever has it.',
    args: { input: t.arg({ type: CaseUnassignInput, description: 'Which case.' }) },
    resolve: async (_root, { input }, context) => ({
      case: await assignCase(context.db, input.id.id, null, decisionOf(context, input)),
    }),
  }),
);

const tagging = (name: 'Add' | 'Remove' | 'Set', verb: TagVerb, description: string, schema: z.ZodType<string[]>) => {
  const input = builder.inputType(`CaseTags${name}Input`, {
    description: 'A case, and tags.',
    fields: (t) => ({
      id: t.globalID({ for: Case, description: 'The case.' }),
      tags: t.stringList({
        validate: { schema },
        description: 'Tags, 20 at most, of at most 50 characters. They are kept in lower case, with single blanks.',
      }),
      expectedVersion: t.int(expectedVersion('case')),
    }),
  });
  builder.mutationField(`caseTags${name}`, (t) =>
    t.withAuth({ can: 'case:write' }).field({
      type: changedCase(`CaseTags${name}Payload`),
      description,
      args: { input: t.arg({ type: input, description: 'The case and the tags.' }) },
      resolve: async (_root, { input: { id, tags, ...rest } }, context) => ({
        case: await tagCase(context.db, id.id, verb, tags, decisionOf(context, rest)),
      }),
    }),
  );
};
tagging('Add', 'ADD', 'Adds tags to a case; it keeps those it has.', GivenTags);
tagging('Remove', 'REMOVE', 'Takes tags from a case; those it does not have are passed over.', GivenTags);
tagging('Set', 'SET', 'Sets all tags of a case; none, with an empty list.', z.array(z.string().max(200)).max(20));

const CasePrioritySetInput = builder.inputType('CasePrioritySetInput', {
  description: 'How urgent a case is.',
  fields: (t) => ({
    id: t.globalID({ for: Case, description: 'The case.' }),
    priority: t.field({
      type: CasePriority,
      required: false,
      description: 'How urgent; left out or null: as its severity says, from now on.',
    }),
    expectedVersion: t.int(expectedVersion('case')),
  }),
});

builder.mutationField('casePrioritySet', (t) =>
  t.withAuth({ can: 'case:write' }).field({
    type: changedCase('CasePrioritySetPayload'),
    description: 'Says how urgent a case is. Triage leaves alone what a person said.',
    args: { input: t.arg({ type: CasePrioritySetInput, description: 'The case, and how urgent it is.' }) },
    resolve: async (_root, { input: { id, priority, ...rest } }, context) => ({
      case: await setCasePriority(context.db, id.id, priority ?? null, decisionOf(context, rest)),
    }),
  }),
);

const CaseAttachmentInput = builder.inputType('CaseAttachmentInput', {
  description: 'Something that is attached to a message. Its content is uploaded apart from this.',
  fields: (t) => ({
    name: t.string({ validate: { schema: TEXT.name.min(1) }, description: 'Its name, 200 characters at most.' }),
    contentType: t.string({
      validate: { schema: z.string().regex(/^[\w.+-]{1,60}\/[\w.+-]{1,60}$/, 'Such as image/png.') },
      description: 'Its media type, such as image/png.',
    }),
    bytes: t.int({ validate: { schema: z.number().int().min(0) }, description: 'How large it is.' }),
  }),
});

const CaseNoteAddInput = builder.inputType('CaseNoteAddInput', {
  description: 'A note that stays in the house.',
  fields: (t) => ({
    id: t.globalID({ for: Case, description: 'The case.' }),
    body: t.string({
      validate: { schema: TEXT.message },
      description: 'What it says; Markdown or plain text, at most 100,000 characters.',
    }),
    attachments: t.field({
      type: [CaseAttachmentInput],
      required: false,
      description: 'What is attached to it, 20 at most.',
    }),
    idempotencyKey: t.string({
      required: false,
      validate: { schema: TEXT.key },
      description: 'The same key with the same note adds it once, however often it is sent.',
    }),
  }),
});

builder.mutationField('caseNoteAdd', (t) =>
  t.withAuth({ can: 'case:write' }).field({
    type: payloadType<{ readonly case: CaseRow; readonly message: CaseMessageRow }>('CaseNoteAddPayload', (p) => ({
      case: p.expose('case', { type: Case, nullable: true, description: 'The case that has the note.' }),
      message: p.expose('message', { type: CaseMessage, nullable: true, description: 'The note.' }),
    })),
    description:
      'Adds a note to a case, or to the one that it was merged into. The customer never sees it: no channel carries it.',
    args: { input: t.arg({ type: CaseNoteAddInput, description: 'The note.' }) },
    resolve: (_root, { input: { id, ...note } }, context) =>
      addNote(context.db, { ...note, caseId: id.id }, causeOf(context)),
  }),
);
