import { builder } from '../../graphql/builder.js';
import { ReplyMode } from '../identity/project.type.js';
import type { EventData } from '../operations/tenant-event-data.js';
import { eventDetails } from '../operations/tenant-event-details.type.js';
import { CasePriority } from './case-work.type.js';

type Target = EventData<'SLA_POLICY_SET'>['targets'][number];

const SlaTargetDetails = builder.objectRef<Target>('SlaTargetDetails').implement({
  description: 'How soon cases of a priority are to be served.',
  authScopes: { can: 'event:read' },
  fields: (t) => ({
    priority: t.expose('priority', { type: CasePriority, description: 'The priority.' }),
    firstAnswerMinutes: t.exposeInt('firstAnswerMinutes', {
      nullable: true,
      description: 'Minutes until the first answer; null when none is promised.',
    }),
    resolutionMinutes: t.exposeInt('resolutionMinutes', {
      nullable: true,
      description: 'Minutes until the case is resolved; null when nothing is promised.',
    }),
  }),
});

eventDetails(['SLA_POLICY_SET'], 'SlaPolicyDetails', 'What customers are promised.', (t) => ({
  targets: t.expose('targets', { type: [SlaTargetDetails], description: 'By priority.' }),
}));

type Settings = EventData<'SUPPORT_SETTINGS_UPDATED'>['before'];

const SupportSettingsState = builder.objectRef<Settings>('SupportSettingsState').implement({
  description: 'What the pipeline of a project could do by itself at a time.',
  authScopes: { can: 'event:read' },
  fields: (t) => ({
    replyMode: t.expose('replyMode', { type: ReplyMode, description: 'What becomes of drafts.' }),
    triageThreshold: t.exposeFloat('triageThreshold', { description: 'Below this confidence a person decides.' }),
    matchThreshold: t.exposeFloat('matchThreshold', { description: 'From this score on an article fits.' }),
    sendThreshold: t.exposeFloat('sendThreshold', {
      description: 'From this confidence on a reply goes out by itself.',
    }),
    preparesChanges: t.exposeBoolean('preparesChanges', { description: 'Whether changes are prepared for new bugs.' }),
    approvalHours: t.exposeInt('approvalHours', {
      nullable: true,
      description: 'Hours after which what waits for approval expires; null when it waits for ever.',
    }),
  }),
});

eventDetails(['SUPPORT_SETTINGS_UPDATED'], 'SupportSettingsChangeDetails', 'What the pipeline may do.', (t) => ({
  before: t.expose('before', { type: SupportSettingsState, description: 'Until now.' }),
  after: t.expose('after', { type: SupportSettingsState, description: 'From now on.' }),
}));
