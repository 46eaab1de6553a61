import {
  RATE_CLASSES,
  RATE_SUBJECTS,
  type RateClass,
  type RateLimitStatus as RateLimitStatusShape,
  type RateSubject,
  type SubjectWindow,
} from '../../auth/rate-limit-windows.js';
import { builder } from '../../graphql/builder.js';

const CLASSES: Readonly<Record<RateClass, string>> = {
  AUTH: 'Signing in, signing up and refreshing.',
  QUERY: 'Queries, and requests that cannot be read.',
  MUTATION: 'Mutations.',
  SUBSCRIBE: 'Subscriptions that are opened.',
  UPLOAD: 'Files that are sent in.',
  HOOK: 'Webhooks that come in.',
};
const SUBJECTS: Readonly<Record<RateSubject, string>> = {
  ADDRESS: 'A network address that nobody is signed in from.',
  USER: 'A person in one tenant.',
  API_KEY: 'A machine.',
  TENANT: 'Everybody in a tenant together.',
};

const described = <Name extends string>(names: readonly Name[], descriptions: Readonly<Record<Name, string>>) =>
  Object.fromEntries(names.map((name) => [name, { description: descriptions[name] }])) as Record<
    Name,
    { description: string }
  >;

const RateLimitClass = builder.enumType('RateLimitClass', {
  description: 'Requests that are counted together.',
  values: described(RATE_CLASSES, CLASSES),
});

const RateLimitSubject = builder.enumType('RateLimitSubject', {
  description: 'Whom requests are counted for.',
  values: described(RATE_SUBJECTS, SUBJECTS),
});

const RateLimitWindow = builder.objectRef<SubjectWindow>('RateLimitWindow').implement({
  authScopes: { signedIn: true },
  description: 'A budget for one minute, and what is left of it. What another process has set aside counts as used.',
  fields: (t) => ({
    class: t.expose('class', {
      type: RateLimitClass,
      nullable: true,
      description: 'What is counted; null where all classes are counted together.',
    }),
    subject: t.expose('subject', { type: RateLimitSubject, description: 'Whom it is counted for.' }),
    limit: t.exposeFloat('limit', { description: 'The whole budget.' }),
    remaining: t.exposeFloat('remaining', { description: 'What is left of it.' }),
    resetsAt: t.expose('resetsAt', { type: 'DateTime', description: 'When it is whole again.' }),
  }),
});

const RateLimitStatus = builder.objectRef<RateLimitStatusShape>('RateLimitStatus').implement({
  authScopes: { signedIn: true },
  description: 'How much may still be asked. A request is refused when one of its budgets is used up.',
  fields: (t) => ({
    isEnforced: t.exposeBoolean('isEnforced', { description: 'Whether anything is counted here.' }),
    requests: t.field({
      type: [RateLimitWindow],
      description: 'Requests a minute, by class.',
      resolve: ({ requests }) => [...requests],
    }),
    cost: t.field({
      type: [RateLimitWindow],
      description: 'Points of cost a minute, as `extensions.cost` of answers tells them.',
      resolve: ({ cost }) => [...cost],
    }),
  }),
});

builder.queryField('rateLimit', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: RateLimitStatus,
    description: 'How much the viewer and their tenant may still ask.',
    resolve: (_root, _args, { viewer, services }) => services.rateLimits.status(viewer),
  }),
);
