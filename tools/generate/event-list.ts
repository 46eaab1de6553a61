import { type GraphQLField, type GraphQLSchema, getNamedType, isEnumType, isObjectType, isUnionType } from 'graphql';
import { detailsTypeOf } from '../../src/modules/operations/tenant-event-details.type.js';

const INTRODUCTION = [
  '# What can be heard',
  '',
  'Made by `npm run generate` from `schema.graphql`; do not edit it. How streams, cursors and gaps work is in',
  '[live-streams.md](live-streams.md).',
  '',
];

const TENANT_EVENTS = [
  '## The log of a tenant',
  '',
  'Every change of a state is written as a `TenantEvent` in the transaction that makes it, and comes over the',
  'subscription `tenantEvents` to whoever sees its project. `details` has a type for each kind that holds more than its',
  'subject and its actor.',
  '',
];

/** Everything that is told live, as a document: the kinds of the tenant's log, and the items of every subscription. */
export function renderEventList(schema: GraphQLSchema): string {
  return [
    ...INTRODUCTION,
    ...TENANT_EVENTS,
    ...kinds(schema),
    '',
    '## Subscriptions',
    '',
    ...subscriptions(schema),
  ].join('\n');
}

function kinds(schema: GraphQLSchema): string[] {
  const type = schema.getType('TenantEventKind');
  if (!isEnumType(type)) throw new Error('The schema has no TenantEventKind');
  const rows = type.getValues().map(({ name, description }) => {
    return `| \`${name}\` | ${description} | ${detailsCell(schema, name)} |`;
  });
  return ['| kind | what happened | details |', '|---|---|---|', ...rows];
}

function detailsCell(schema: GraphQLSchema, kind: string): string {
  const name = detailsTypeOf(kind);
  const type = name === undefined ? undefined : schema.getType(name);
  if (!isObjectType(type)) return '';
  return `\`${type.name}\`: ${Object.keys(type.getFields()).join(', ')}`;
}

function subscriptions(schema: GraphQLSchema): string[] {
  const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
  return fields.flatMap((field) => [`### ${field.name}`, '', `${field.description}`, '', ...items(schema, field), '']);
}

function items(schema: GraphQLSchema, { type }: GraphQLField<unknown, unknown>): string[] {
  const named = getNamedType(type);
  const members = isUnionType(named) ? schema.getPossibleTypes(named) : isObjectType(named) ? [named] : [];
  const rows = members.map((member) => {
    return `| \`${member.name}\` | ${member.description} | ${Object.keys(member.getFields()).join(', ')} |`;
  });
  return ['| item | what it tells | fields |', '|---|---|---|', ...rows];
}
