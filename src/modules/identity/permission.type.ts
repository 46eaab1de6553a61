import {
  API_SCOPES,
  type ApiScope as ApiScopeName,
  grantOf,
  PERMISSIONS,
  type Permission as PermissionKey,
} from '../../auth/permissions.js';
import { builder } from '../../graphql/builder.js';
import { MemberRole } from './membership.type.js';

export const ApiScope = builder.enumType('ApiScope', {
  description: 'What an API key may do. A key never gets more than its creator has.',
  values: Object.fromEntries(
    Object.entries(API_SCOPES).map(([name, description]) => [name, { description }]),
  ) as Record<ApiScopeName, { description: string }>,
});

/** The name of a permission among the values of an enum: `apiKey:write` is `API_KEY_WRITE`. */
function nameOf(key: PermissionKey): string {
  return key
    .replace(':', '_')
    .replace(/[A-Z]/g, (letter) => `_${letter}`)
    .toUpperCase();
}

export const Permission = builder.enumType('Permission', {
  description: 'Something that one may, or may not, do.',
  values: Object.fromEntries(
    PERMISSIONS.map((key) => [nameOf(key), { value: key, description: grantOf(key).description }]),
  ) as Record<string, { value: PermissionKey; description: string }>,
});

const PermissionGrant = builder.objectRef<PermissionKey>('PermissionGrant').implement({
  description: 'A line of the table that says who may do what.',
  authScopes: { signedIn: true },
  fields: (t) => ({
    permission: t.field({ type: Permission, description: 'What it lets one do.', resolve: (key) => key }),
    key: t.string({
      description: 'The permission as it is called in the product, `object:action`.',
      resolve: (key) => key,
    }),
    description: t.string({ description: 'The same in a sentence.', resolve: (key) => grantOf(key).description }),
    roles: t.field({
      type: [MemberRole],
      description: 'The roles that have it.',
      resolve: (key) => [...grantOf(key).roles],
    }),
    scope: t.field({
      type: ApiScope,
      nullable: true,
      description: 'The scope by which an API key gets it, when its creator has it, too; null: no key ever gets it.',
      resolve: (key) => grantOf(key).scope,
    }),
    isGranted: t.boolean({
      description: 'Whether you have it. Rules about single objects may still keep one from you.',
      resolve: (key, _args, { viewer }) => viewer?.permissions.has(key) ?? false,
    }),
  }),
});

builder.queryField('permissions', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: [PermissionGrant],
    description: 'The whole table of who may do what, with what you may. Every field of the schema names a line of it.',
    resolve: () => [...PERMISSIONS],
  }),
);
