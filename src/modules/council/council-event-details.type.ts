import { eventDetails } from '../operations/tenant-event-details.type.js';
import { CouncilStateEnum } from './council-enums.type.js';

eventDetails(['COUNCIL_ASKED'], 'CouncilQuestionDetails', 'Who was asked.', (t) => ({
  members: t.exposeInt('members', { description: 'How many models.' }),
  quorum: t.exposeInt('quorum', { description: 'How many of them have to answer.' }),
}));

eventDetails(
  ['COUNCIL_VOTING', 'COUNCIL_DECIDED', 'COUNCIL_FAILED', 'COUNCIL_CANCELLED', 'COUNCIL_RESUMED'],
  'CouncilMoveDetails',
  'How a council moved.',
  (t) => ({
    from: t.expose('from', { type: CouncilStateEnum, description: 'The state it left.' }),
    to: t.expose('to', { type: CouncilStateEnum, description: 'The state it came to.' }),
    errorCode: t.exposeString('errorCode', { nullable: true, description: 'Why it failed; null when it did not.' }),
  }),
);
