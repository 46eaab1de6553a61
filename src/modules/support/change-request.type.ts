import { builder } from '../../graphql/builder.js';
import { ChangeRequestState, RiskLevel } from './support-enums.type.js';

export const ChangeRequest = builder.prismaNode('ChangeRequest', {
  description: 'A prepared change that would solve a case.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'case:read' },
  select: { id: true },
  fields: (t) => ({
    state: t.expose('state', { type: ChangeRequestState, description: 'Where it stands.' }),
    summary: t.exposeString('summary', { description: 'What would be changed, and why.' }),
    riskLevel: t.expose('riskLevel', { type: RiskLevel, description: 'How risky it is.' }),
    affectedSurfaces: t.exposeStringList('affectedSurfaces', { description: 'The parts of the product it touches.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When its preparation began.' }),
    case: t.relation('case', { description: 'What it would solve.' }),
  }),
});
