import {
  type DocumentNode,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

const DENIALS: ReadonlySet<unknown> = new Set(['FORBIDDEN', 'UNAUTHENTICATED']);

/** The root fields of an operation in which access was denied, with the code; each once, however many objects it hit. */
export function deniedFields(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  errors: readonly GraphQLError[] | undefined,
): ReadonlyMap<string, string> {
  const denied = new Map<string, string>();
  for (const { path, extensions } of errors ?? []) {
    if (!DENIALS.has(extensions.code)) continue;
    const key = String(path?.[0] ?? '');
    denied.set(fieldNameOf(document, operation.selectionSet, key) ?? key, String(extensions.code));
  }
  return denied;
}

/** The field behind a key of the answer, which may be an alias. */
function fieldNameOf(document: DocumentNode, { selections }: SelectionSetNode, key: string): string | undefined {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      if ((selection.alias ?? selection.name).value === key) return selection.name.value;
      continue;
    }
    const inside =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : document.definitions.find(
            (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === selection.name.value,
          );
    const found = inside && 'selectionSet' in inside && fieldNameOf(document, inside.selectionSet, key);
    if (found) return found;
  }
  return undefined;
}
