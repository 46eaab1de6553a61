import { type GraphQLSchema, isInterfaceType } from 'graphql';
import { API_SCOPES, PERMISSIONS, type Permission, permissionsOf } from '../../src/auth/permissions.js';
import { MemberRole } from '../../src/generated/prisma/enums.js';
import {
  type AccessRule,
  type Asker,
  accessRuleOf,
  passes,
  ROOT_NAMES,
  type RootFieldAccess,
  rootFieldAccess,
} from '../../src/graphql/access-rules.js';

const ROLES = Object.values(MemberRole);
const SCOPES = Object.keys(API_SCOPES);
const [YES, NO] = ['✓', '·'];

/**
 * Who may use what, as a document: made from the schema and the table of permissions, nothing of it by hand. It is
 * committed, so that every change of a right is a line in a diff.
 */
export function renderAccessMatrix(schema: GraphQLSchema): string {
  const fields = rootFieldAccess(schema);
  const sections = ROOT_NAMES.flatMap((root) => [
    `## ${root}`,
    '',
    table(
      ['field', 'permission', ...ROLES, 'nobody', 'API scope'],
      fields.filter(({ parent }) => parent === root).map(row),
    ),
    '',
  ]);
  return [...INTRODUCTION, ...sections, '## Objects', '', ...OBJECTS, '', objects(schema), '', ...permissions()].join(
    '\n',
  );
}

const INTRODUCTION = [
  '# Who may do what',
  '',
  'Made by `npm run generate` from `schema.graphql` and `src/auth/permissions.ts`; do not edit it.',
  '`test/auth/roles.test.ts` asks every field as every role, as API keys of each scope, and as nobody, with ids that',
  'nobody has and with ids of another tenant, and compares what happens with this table.',
  '',
  `${YES} may, ${NO} is answered FORBIDDEN (nobody: UNAUTHENTICATED). An API key may what its scope carries, as long as`,
  'the role of whoever created it may; "never" means that no key may. Behind these rules stand those of ownership:',
  'who may use a field still sees only what is theirs.',
  '',
];

const OBJECTS = [
  'An object is guarded once more by its own type, however it is reached: by a field of another object, by `node(id)`,',
  'as an item of a list.',
];

function row({ field, rule }: RootFieldAccess): string[] {
  if (!rule) return [`\`${field}\``, '**none that a table can tell**', ...ROLES.map(() => '?'), '?', '?'];
  return [`\`${field}\``, nameOf(rule), ...ROLES.map((role) => mark(rule, { role })), mark(rule, null), scopesOf(rule)];
}

function objects(schema: GraphQLSchema): string {
  const node = schema.getType('Node');
  const types = isInterfaceType(node) ? [...schema.getPossibleTypes(node)] : [];
  const rows = types
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((type) => row({ parent: 'Query', field: type.name, rule: accessRuleOf(type) }));
  return table(['type', 'permission', ...ROLES, 'nobody', 'API scope'], rows);
}

function permissions(): string[] {
  const rows = [...PERMISSIONS].sort().map((permission: Permission) => {
    const rule: AccessRule = { kind: 'permission', permission };
    return [nameOf(rule), ...ROLES.map((role) => mark(rule, { role })), scopesOf(rule)];
  });
  const scopes = Object.entries(API_SCOPES).map(([name, description]) => [
    `\`${name}\``,
    description,
    [...permissionsOf('OWNER', [name])].sort().map(code).join(' '),
  ]);
  return [
    '## Permissions',
    '',
    table(['permission', ...ROLES, 'API scope'], rows),
    '',
    '## API scopes',
    '',
    table(['scope', 'meaning', 'carries'], scopes),
    '',
  ];
}

function nameOf(rule: AccessRule): string {
  if (rule.kind === 'permission') return code(rule.permission);
  return rule.kind === 'public' ? 'public' : 'signed in';
}

function mark(rule: AccessRule, asker: Asker): string {
  return passes(rule, asker) ? YES : NO;
}

/** The scopes of which one is enough, for a key of an OWNER. */
function scopesOf(rule: AccessRule): string {
  if (rule.kind !== 'permission') return 'any';
  return SCOPES.filter((scope) => passes(rule, { role: 'OWNER', scopes: [scope] })).join(' ') || 'never';
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
