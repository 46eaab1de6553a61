import SchemaBuilder, {
  type SchemaTypes as AnySchemaTypes,
  BasePlugin,
  type PothosOutputFieldConfig,
} from '@pothos/core';
import { GraphQLError, type GraphQLFieldResolver } from 'graphql';
import { auditEntryOf, insertAuditEntry } from '../../db/audit-entry.js';
import { type AuditFacts, AuditScope, type AuditSubject } from '../../db/audit-scope.js';
import { inBackground } from '../../db/request-clock.js';
import { type Issue, TooManyAttempts } from '../../errors.js';
import { actorOf, auditOriginOf, type Context } from '../context.js';

const name = 'audit';
export default name;

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends AnySchemaTypes> {
      audit: AuditPlugin<Types>;
    }
  }
}

/**
 * Sees to it that every mutation is audited, whoever writes it: transactions write their own entry (`transact`), and
 * what changed nothing, was refused or failed gets its entry here, before it is answered, or once it is known what became
 * of it, if it was given up before. Denied access is not seen here but where all operations pass, since it may happen
 * anywhere.
 */
export class AuditPlugin<Types extends AnySchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (field.parentType !== 'Mutation') return resolve;
    return async (parent, args, anyContext, info) => {
      const context = anyContext as unknown as Context;
      const scope = new AuditScope({
        action: field.name,
        actor: context.viewer && actorOf({ viewer: context.viewer }),
        subject: subjectIn(args),
        origin: auditOriginOf(context),
      });
      let result: unknown;
      try {
        result = await scope.run(async () => resolve(parent, args, anyContext, info));
      } catch (error) {
        const facts = failure(error);
        // The failure is what the caller has to hear, also when it cannot be written down.
        if (facts) await conclude(context, scope, facts).catch((lost: unknown) => lose(context, scope, lost));
        throw error;
      }
      const { userErrors = [] } = (result ?? {}) as { readonly userErrors?: readonly Issue[] };
      await conclude(context, scope, refusal(userErrors));
      return result;
    };
  }
}

/** Writes the entry that no transaction has written. What fell out otherwise than was written gets one more. */
async function conclude({ viewer, auditDb, signal }: Context, scope: AuditScope, facts: AuditFacts): Promise<void> {
  if (!viewer) return; // no tenant is known; what is known of an account is told where it is looked up
  const isGood = facts.outcome === undefined;
  const isTold = isGood ? scope.written.length > 0 : scope.written.some((outcome) => outcome !== 'SUCCEEDED');
  if (isTold) return;
  const known = scope.actor ? facts : { ...facts, actor: actorOf({ viewer }) };
  const write = () => insertAuditEntry(auditDb, auditEntryOf(scope, known));
  // Nobody waits for what was given up, so the entry may take the time that it needs.
  await (signal.aborted ? inBackground(write) : write());
}

/** How an answer with user errors is told; nothing when there are none. */
function refusal(userErrors: readonly Issue[]): AuditFacts {
  const codes: string[] = userErrors.map(({ code }) => code);
  if (codes.length === 0) return {};
  return { outcome: codes.includes('FORBIDDEN') ? 'DENIED' : 'REFUSED', codes };
}

/** How an error is told; undefined for a denied access. */
function failure(error: unknown): AuditFacts | undefined {
  if (error instanceof TooManyAttempts) return { outcome: 'REFUSED', codes: ['RATE_LIMITED'] };
  const code = error instanceof GraphQLError ? error.extensions.code : undefined;
  if (code === 'FORBIDDEN' || code === 'UNAUTHENTICATED') return undefined;
  return { outcome: 'FAILED', codes: [typeof code === 'string' ? code : 'INTERNAL'] };
}

function lose({ log }: Context, { action, actor }: AuditScope, err: unknown): void {
  log.error({ err, action, actor }, 'an audit entry could not be written');
}

/** What the caller names as the object: `input.id`, where there is one. */
function subjectIn(args: object): AuditSubject | null {
  const { input } = args as { readonly input?: { readonly id?: unknown } | null };
  const { typename, id } = (input?.id ?? {}) as { readonly typename?: unknown; readonly id?: unknown };
  return typeof typename === 'string' && typeof id === 'string' && UUID.test(id) ? { type: typename, id } : null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

SchemaBuilder.registerPlugin(name, AuditPlugin);
