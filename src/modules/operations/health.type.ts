import { builder } from '../../graphql/builder.js';
import {
  type ComponentHealth,
  readSystemHealth,
  type SystemHealth as SystemHealthShape,
} from './system-health.service.js';

const HealthState = builder.enumType('HealthState', {
  description: 'How well something works.',
  values: {
    UP: { description: 'As it should.' },
    DEGRADED: { description: 'Slowly, or in part.' },
    DOWN: { description: 'Not at all.' },
  } as const,
});

const SystemComponent = builder.objectRef<ComponentHealth>('SystemComponent').implement({
  description: 'One thing that everything else depends on.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Which one.' }),
    state: t.expose('state', { type: HealthState, description: 'How well it works.' }),
    latencyMs: t.exposeFloat('latencyMs', {
      nullable: true,
      description: 'How long it took to find out; null when nothing was asked.',
    }),
    message: t.exposeString('message', {
      nullable: true,
      description: 'What is wrong, for people; null when nothing is.',
    }),
  }),
});

const SystemHealth = builder.objectRef<SystemHealthShape>('SystemHealth').implement({
  description: 'How well the system works.',
  fields: (t) => ({
    state: t.expose('state', {
      type: HealthState,
      description: 'DOWN when a component is, DEGRADED when one is not at its best.',
    }),
    components: t.field({
      type: [SystemComponent],
      description: 'One by one.',
      resolve: ({ components }) => [...components],
    }),
  }),
});

builder.queryField('systemHealth', (t) =>
  t.withAuth({ can: 'queue:read' }).field({
    type: SystemHealth,
    description: 'How well the system works.',
    resolve: (_root, _args, { db, services }) => readSystemHealth(db, services.healthProbes),
  }),
);
