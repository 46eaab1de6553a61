import { builder } from '../../graphql/builder.js';
import { StreamGap, StreamItem } from '../../graphql/stream-items.js';
import { requireCouncil } from './council.service.js';
import { Council, CouncilAnswer, CouncilMember, CouncilVote } from './council.type.js';
import { CouncilStateEnum } from './council-enums.type.js';
import {
  type CouncilAnswerGivenItem,
  type CouncilFinishedItem,
  type CouncilItem,
  type CouncilMemberFailedItem,
  type CouncilSnapshotItem,
  type CouncilStateChangedItem,
  type CouncilVerdictReachedItem,
  type CouncilVoteCastItem,
  councilSource,
} from './council-stream.js';

const VERSION = 'The version of the council from then on.';

const CouncilSnapshot = builder.objectRef<CouncilSnapshotItem>('CouncilSnapshot').implement({
  description: 'The council as it is at this cursor; only later events follow.',
  interfaces: [StreamItem],
  fields: (t) => ({ council: t.expose('council', { type: Council, description: 'The council.' }) }),
});

const CouncilStateChanged = builder.objectRef<CouncilStateChangedItem>('CouncilStateChanged').implement({
  description: 'The council moved to another state.',
  interfaces: [StreamItem],
  fields: (t) => ({
    from: t.expose('from', { type: CouncilStateEnum, description: 'Where it was.' }),
    to: t.expose('to', { type: CouncilStateEnum, description: 'Where it is.' }),
    version: t.exposeInt('version', { description: VERSION }),
  }),
});

const CouncilAnswerGiven = builder.objectRef<CouncilAnswerGivenItem>('CouncilAnswerGiven').implement({
  description: 'A member has answered.',
  interfaces: [StreamItem],
  fields: (t) => ({
    version: t.exposeInt('version', { description: VERSION }),
    answer: t.prismaField({
      type: CouncilAnswer,
      nullable: true,
      description: 'The answer.',
      resolve: (query, { memberId }, _args, { db }) =>
        db.councilMember.findFirst({ ...query, where: { id: memberId } }),
    }),
  }),
});

const CouncilVoteCast = builder.objectRef<CouncilVoteCastItem>('CouncilVoteCast').implement({
  description: 'A member has judged the answer of another.',
  interfaces: [StreamItem],
  fields: (t) => ({
    version: t.exposeInt('version', { description: VERSION }),
    vote: t.prismaField({
      type: CouncilVote,
      nullable: true,
      description: 'The vote.',
      resolve: (query, { voteId }, _args, { db }) => db.councilVote.findFirst({ ...query, where: { id: voteId } }),
    }),
  }),
});

const CouncilMemberFailed = builder.objectRef<CouncilMemberFailedItem>('CouncilMemberFailed').implement({
  description: 'A member is left out from now on.',
  interfaces: [StreamItem],
  fields: (t) => ({
    version: t.exposeInt('version', { description: VERSION }),
    errorCode: t.exposeString('errorCode', { description: 'Why.' }),
    member: t.prismaField({
      type: CouncilMember,
      nullable: true,
      description: 'The member.',
      resolve: (query, { memberId }, _args, { db }) =>
        db.councilMember.findFirst({ ...query, where: { id: memberId } }),
    }),
  }),
});

const CouncilVerdictReached = builder.objectRef<CouncilVerdictReachedItem>('CouncilVerdictReached').implement({
  description: 'The council has decided; `council.verdict` says why.',
  interfaces: [StreamItem],
  fields: (t) => ({
    version: t.exposeInt('version', { description: VERSION }),
    score: t.exposeFloat('score', { description: 'What the answer that won came to, 0 to 10.' }),
    answer: t.prismaField({
      type: CouncilAnswer,
      nullable: true,
      description: 'The answer that won.',
      resolve: (query, { memberId }, _args, { db }) =>
        db.councilMember.findFirst({ ...query, where: { id: memberId } }),
    }),
    council: t.prismaField({
      type: Council,
      nullable: true,
      description: 'The council as it is now.',
      resolve: (query, { councilId }, _args, { db }) => db.council.findFirst({ ...query, where: { id: councilId } }),
    }),
  }),
});

const CouncilFinished = builder.objectRef<CouncilFinishedItem>('CouncilFinished').implement({
  description: 'The council has ended; the stream ends with this.',
  interfaces: [StreamItem],
  fields: (t) => ({
    version: t.exposeInt('version', { description: VERSION }),
    state: t.expose('state', { type: CouncilStateEnum, description: 'How it ended.' }),
    errorCode: t.exposeString('errorCode', { nullable: true, description: 'Why it came to no verdict.' }),
  }),
});

const CouncilEvent = builder.unionType('CouncilEvent', {
  description: 'What can come over the stream of a council.',
  types: [
    CouncilSnapshot,
    CouncilStateChanged,
    CouncilAnswerGiven,
    CouncilVoteCast,
    CouncilMemberFailed,
    CouncilVerdictReached,
    CouncilFinished,
    StreamGap,
  ],
  resolveType: (item) => (item as CouncilItem).__typename,
});

builder.subscriptionField('councilEvents', (t) =>
  t.withAuth({ can: 'council:read' }).field({
    type: CouncilEvent,
    description:
      'Follows a council. Without `after`: a snapshot first, then every later event. With `after`: exactly the events behind it. Ends with CouncilFinished.',
    args: {
      councilId: t.arg.globalID({ for: Council, description: 'The council.' }),
      after: t.arg({ type: 'EventCursor', required: false, description: 'Cursor of the last item you have.' }),
    },
    subscribe: async (_root, { councilId, after }, { db, services }) => {
      await requireCouncil(db, councilId.id, ['councilId']);
      return services.live.stream(councilSource(db, councilId.id, after ?? null));
    },
    resolve: (item) => item as CouncilItem,
  }),
);
