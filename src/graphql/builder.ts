import SchemaBuilder from '@pothos/core';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import SimpleObjectsPlugin from '@pothos/plugin-simple-objects';
import ZodPlugin from '@pothos/plugin-zod';
import type { Permission } from '../auth/permissions.js';
import { InvalidInput } from '../errors.js';
import type PrismaTypes from '../generated/pothos.js';
import { getDatamodel } from '../generated/pothos.js';
import type { Context, ViewerContext } from './context.js';
import { refuse } from './errors.js';
import AuditPlugin from './plugins/audit.js';
import PlainFieldsPlugin from './plugins/plain-fields.js';
import TotalCountPlugin from './plugins/total-count.js';
import UserErrorsPlugin from './plugins/user-errors.js';

export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;

export interface SchemaTypes {
  PrismaTypes: PrismaTypes;
  Context: Context;
  AuthScopes: { public: boolean; signedIn: boolean; can: Permission };
  AuthContexts: { signedIn: ViewerContext; can: ViewerContext };
  DefaultFieldNullability: false;
  DefaultInputFieldRequiredness: true;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    Date: { Input: Date; Output: Date };
    BigInt: { Input: bigint; Output: bigint };
    URL: { Input: URL; Output: URL | string };
    EmailAddress: { Input: string; Output: string };
    JSONObject: { Input: Record<string, unknown>; Output: Record<string, unknown> };
    Decimal: { Input: string; Output: string };
    CurrencyCode: { Input: string; Output: string };
    EventCursor: { Input: string; Output: string };
  };
}

export const builder = new SchemaBuilder<SchemaTypes>({
  // The first wraps the rest: what authorisation, validation or a service refuses passes through UserErrors,
  // and nobody's input is looked at before their permission. PlainFields skips the rest where there is nothing to do.
  // Audit stands outside of all, so that it is told how a mutation ended whoever ended it.
  plugins: [
    AuditPlugin,
    UserErrorsPlugin,
    PlainFieldsPlugin,
    ScopeAuthPlugin,
    RelayPlugin,
    PrismaPlugin,
    DataloaderPlugin,
    ZodPlugin,
    SimpleObjectsPlugin,
    TotalCountPlugin,
  ],
  defaultFieldNullability: false,
  defaultInputFieldRequiredness: true,
  scopeAuth: {
    authorizeOnSubscribe: true,
    runScopesOnType: true,
    // Read when asked, not when the request begins: a sign-in changes the viewer half way.
    authScopes: (context) => ({
      public: true,
      signedIn: () => context.viewer !== null,
      can: (permission) => context.viewer?.permissions.has(permission) ?? false,
    }),
    unauthorizedError: (_parent, { viewer }) => refuse(viewer),
  },
  relay: {
    clientMutationId: 'omit',
    cursorType: 'String',
    edgesFieldOptions: { description: 'The items with their cursors.' },
    nodeFieldOptions: { description: 'The item.' },
    nodesOnConnection: { description: 'The items without their cursors.' },
    cursorFieldOptions: { description: 'Opaque position of the item in its list.' },
    pageInfoFieldOptions: { description: 'Whether there is more, and where to go on.' },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    hasNextPageFieldOptions: { description: 'Whether items follow.' },
    hasPreviousPageFieldOptions: { description: 'Whether items precede.' },
    startCursorFieldOptions: { description: 'Cursor of the first item; null when the page is empty.' },
    endCursorFieldOptions: { description: 'Cursor of the last item; null when the page is empty.' },
    firstArgOptions: {
      description: `How many items from the start; ${DEFAULT_PAGE_SIZE} by default, ${MAX_PAGE_SIZE} at most.`,
    },
    lastArgOptions: { description: `How many items from the end; ${MAX_PAGE_SIZE} at most.` },
    afterArgOptions: { description: 'Only items behind this cursor.' },
    beforeArgOptions: { description: 'Only items before this cursor.' },
    defaultConnectionTypeOptions: { description: 'A page of a list.' },
    defaultEdgeTypeOptions: { description: 'An item in its list.' },
    nodeTypeOptions: { description: 'Anything with an identity of its own.' },
    idFieldOptions: { description: 'Opaque and unique over all types.' },
    nodeQueryOptions: {
      description: 'One object by id. Null when it does not exist or is not yours to see.',
      authScopes: { signedIn: true },
      args: { id: { description: 'The id.' } },
    },
    nodesQueryOptions: {
      description: 'Several objects by id, in the order asked; null where one does not exist or is not yours to see.',
      authScopes: { signedIn: true },
      args: { ids: { description: 'The ids, 100 at most.', validate: { maxLength: MAX_PAGE_SIZE } } },
    },
  },
  prisma: {
    client: (context) => context.db,
    dmmf: getDatamodel(),
    filterConnectionTotalCount: true,
    defaultConnectionSize: DEFAULT_PAGE_SIZE,
    maxConnectionSize: MAX_PAGE_SIZE,
    onUnusedQuery: 'error',
  },
  zod: { validationError: (error) => InvalidInput.fromZod(error) },
});

builder.queryType({ description: 'What can be read.' });
builder.mutationType({ description: 'What can be changed.' });
builder.subscriptionType({ description: 'What can be watched. Every stream can be resumed by its cursors.' });
