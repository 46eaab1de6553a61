import SchemaBuilder, {
  type SchemaTypes as AnySchemaTypes,
  BasePlugin,
  type PothosOutputFieldConfig,
} from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import { Conflict, DomainError, InvalidInput, type Issue, TooManyAttempts } from '../../errors.js';
import { callerFault, NO_ID } from '../caller-faults.js';
import { pathOfBadId } from '../input-ids.js';

const name = 'userErrors';
export default name;

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends AnySchemaTypes> {
      userErrors: UserErrorsPlugin<Types>;
    }
  }
}

type Resolver<Types extends AnySchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;

/**
 * Answers a mutation's expected failures in its payload: what validation or a service throws as a DomainError
 * becomes `userErrors`, in this one place. A conflict brings the current object along.
 */
export class UserErrorsPlugin<Types extends AnySchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(resolve: Resolver<Types>, field: PothosOutputFieldConfig<Types>): Resolver<Types> {
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

  /** Ids are read before anything else is, and by a library that does not say which of them it cannot read. */
  override wrapArgMappers(resolve: Resolver<Types>, field: PothosOutputFieldConfig<Types>): Resolver<Types> {
    // Fields without a way to be subscribed to come here without one.
    if (!resolve || field.argMappers.length === 0) return resolve;
    return (parent, args, context, info) => {
      try {
        return resolve(parent, args, context, info);
      } catch (error) {
        const path = pathOfBadId(error, args);
        if (!path) throw error;
        const failure = InvalidInput.at(path, NO_ID);
        if (field.parentType !== 'Mutation') throw failure;
        return { userErrors: failure.issues };
      }
    };
  }
}

SchemaBuilder.registerPlugin(name, UserErrorsPlugin);
