import type { App } from './app.js';
import { createSignInLimits, type SignInLimits } from './auth/sign-in-limits.js';
import { TrustedDocumentRows } from './db/trusted-document-rows.js';
import { DocumentSource } from './graphql/documents/document-source.js';
import { RegisteredQueries } from './graphql/documents/registered-queries.js';
import { TrustedDocuments } from './graphql/documents/trusted-documents.js';
import { AbuseLog } from './http/abuse-log.js';
import { RateCounters } from './http/rate-counters.js';
import { RateLimits } from './http/rate-limits.js';

/** What stands between callers and the schema. */
export interface Guard {
  readonly abuse: AbuseLog;
  readonly signInLimits: SignInLimits;
  readonly rateLimits: RateLimits;
  readonly documents: DocumentSource;
}

/** The gateway's guard, as the configuration wants it. */
export function guardOf({ config, redis, metrics, log, database }: App): Guard {
  const abuse = new AbuseLog(log);
  const signInLimits = createSignInLimits(redis, config.REDIS_PREFIX, config.SIGN_INS_PER_MINUTE);
  const budgets = {
    perMinute: {
      QUERY: config.REQUESTS_PER_MINUTE,
      MUTATION: config.MUTATIONS_PER_MINUTE,
      SUBSCRIBE: config.SUBSCRIBES_PER_MINUTE,
      UPLOAD: config.UPLOADS_PER_MINUTE,
      HOOK: config.HOOKS_PER_MINUTE,
    },
    costPerMinute: config.COST_PER_MINUTE,
    tenantFactor: config.TENANT_RATE_FACTOR,
  };
  const rateLimits = new RateLimits({
    counters: new RateCounters(redis, config.REDIS_PREFIX),
    budgets: config.RATE_LIMITS ? budgets : null,
    signIns: signInLimits,
    metrics,
    abuse,
  });
  const documents = new DocumentSource({
    mode: config.TRUSTED_DOCUMENTS,
    trusted: new TrustedDocuments(new TrustedDocumentRows(database.prisma)),
    registered: new RegisteredQueries(redis, config.REDIS_PREFIX),
    allowsExplorer: config.graphiql && config.NODE_ENV !== 'production',
    onUnknown: ({ hash, operation }, caller) => {
      metrics.unknownDocuments.inc();
      const { name: client, version: clientVersion } = caller.client.application ?? { name: null, version: null };
      abuse.report('UNKNOWN_DOCUMENT', caller, { documentHash: hash, operation, client, clientVersion }, hash);
    },
  });
  return { abuse, signInLimits, rateLimits, documents };
}
