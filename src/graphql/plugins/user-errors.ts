import SchemaBuilder, {
  type SchemaTypes as AnySchemaTypes,
  BasePlugin,
  type PothosOutputFieldConfig,
} from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import { Conflict, DomainError, type Issue, TooManyAttempts } from '../../errors.js';
import { callerFault } from '../caller-faults.js';

const name = 'userErrors';
export default name;

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends AnySchemaTypes> {
      userErrors: UserErrorsPlugin<Types>;
    }
  }
}

/**
 * Answers a mutation's expected failures in its payload: what validation or a service throws as a DomainError
 * becomes `userErrors`, in this one place. A conflict brings the current object along.
 */
export class UserErrorsPlugin<Types extends AnySchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (field.parentType !== 'Mutation') return resolve;
    return async (parent, args, context, info) => {
      try {
        return await resolve(parent, args, context, info);
      } catch (error) {
        const failure = error instanceof DomainError ? error : callerFault(error);
        // A limit is no answer: it is told as one of the transport is, with its status and Retry-After.
        if (!failure || failure instanceof TooManyAttempts) throw error;
        const current = failure instanceof Conflict ? (failure.current as object | null) : null;
        return { ...current, userErrors: failure.issues satisfies readonly Issue[] };
      }
    };
  }
}

SchemaBuilder.registerPlugin(name, UserErrorsPlugin);
