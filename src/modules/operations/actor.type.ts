import { ActorKind as ActorKinds } from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';
import type { Actor as ActorShape } from './actor.js';

const ActorKind = builder.enumType('ActorKind', {
  description: 'What did something.',
  values: {
    [ActorKinds.USER]: { description: 'A person.' },
    [ActorKinds.API_KEY]: { description: 'A machine with an API key.' },
    [ActorKinds.RUNNER]: { description: 'An agent runner.' },
    [ActorKinds.SYSTEM]: { description: 'Switchyard itself.' },
  } as const,
});

export const Actor = builder.objectRef<ActorShape>('Actor').implement({
  description: 'Who did something.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ActorKind, description: 'What it is.' }),
    label: t.exposeString('label', { description: 'An e-mail address, the name of a key, or a part of the system.' }),
  }),
});
