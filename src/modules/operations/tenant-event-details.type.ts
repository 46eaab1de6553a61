import type { ObjectFieldsShape, ObjectRef } from '@pothos/core';
import { builder, type SchemaTypes } from '../../graphql/builder.js';
import { type DetailedKind, type EventData, TENANT_EVENT_DATA } from './tenant-event-data.js';

type Types = SchemaTypes & PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>;
type Details<Kind extends DetailedKind> = NonNullable<EventData<Kind>>;

/** The type of the details of each kind; the modules put theirs in while the schema is built. */
const TYPES = new Map<DetailedKind, ObjectRef<Types, object>>();

/** Says how what events of these kinds hold is shown: by an object type of this name. */
export function eventDetails<const Kind extends DetailedKind>(
  kinds: readonly Kind[],
  name: string,
  description: string,
  fields: ObjectFieldsShape<Types, Details<Kind>>,
): void {
  const ref = builder.objectRef<object>(name);
  // The compiler gives up on a generic type here; who calls this has been checked against the kind's own.
  ref.implement({ description, authScopes: { can: 'event:read' }, fields: fields as ObjectFieldsShape<Types, object> });
  for (const kind of kinds) TYPES.set(kind, ref);
}

export const TenantEventDetails = builder.unionType('TenantEventDetails', {
  description: 'What an event holds besides its subject; the kind tells which of these it is.',
  types: () => [...new Set(TYPES.values())],
  resolveType: (details) => (details as { readonly __typename: string }).__typename,
});

/** Name of the type that shows what events of a kind hold; undefined when they hold nothing. */
export function detailsTypeOf(kind: string): string | undefined {
  return TYPES.get(kind as DetailedKind)?.name;
}

/** What an event holds, as a member of the union; null when it holds nothing, or what another release wrote. */
export function detailsOf(kind: string, data: unknown): object | null {
  const type = detailsTypeOf(kind);
  if (!type) return null;
  const { success, data: details } = TENANT_EVENT_DATA[kind as DetailedKind].safeParse(data);
  return success ? { ...details, __typename: type } : null;
}
