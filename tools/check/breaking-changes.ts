import {
  buildSchema,
  findBreakingChanges,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/**
 * What a client of `before` would miss or find changed in `after`, one sentence each. Removing something is no
 * surprise to anyone if `before` already called it deprecated.
 */
export function listBreakingChanges(before: string, after: string): string[] {
  const old = buildSchema(before);
  const announced = describeDeprecated(old);
  return findBreakingChanges(old, buildSchema(after))
    .map(({ description }) => description)
    .filter((description) => !announced.has(description));
}

/** The sentences with which graphql reports the removal of what is deprecated. */
function describeDeprecated(schema: GraphQLSchema): Set<string> {
  const sentences = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isEnumType(type)) {
      for (const value of type.getValues()) {
        if (value.deprecationReason != null) sentences.add(`${value.name} was removed from enum type ${type.name}.`);
      }
    }
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.deprecationReason != null) sentences.add(`${type.name}.${field.name} was removed.`);
      if (!('args' in field)) continue;
      for (const argument of field.args) {
        if (argument.deprecationReason == null) continue;
        sentences.add(`${type.name}.${field.name} arg ${argument.name} was removed.`);
      }
    }
  }
  return sentences;
}
