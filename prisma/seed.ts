// Fills an empty database with the demo tenant: a person to sign in as, a project, a few articles to find.
// `npm start` runs it once; `npm run seed` runs it by hand.
// Environment: that of the gateway, and DEMO_EMAIL, DEMO_PASSWORD.
import { readdir, readFile } from 'node:fs/promises';
import { createApp } from '../src/app.js';
import { AccessTokens } from '../src/auth/access-token.js';
import { CredentialLookup } from '../src/auth/credential-lookup.js';
import { readConfig } from '../src/config.js';
import { signUp } from '../src/modules/identity/sign-in.service.js';
import { createArticle } from '../src/modules/support/kb-article.service.js';
import { createLogger } from '../src/observability/logger.js';

const ARTICLES = new URL('./demo/', import.meta.url);
const CAUSE = { actor: { kind: 'SYSTEM', id: null, label: 'seed' }, requestId: 'seed' } as const;

const { DEMO_EMAIL: email = '', DEMO_PASSWORD: password = '' } = process.env;
if (!email || !password)
  throw new Error('DEMO_EMAIL and DEMO_PASSWORD say how to sign in to the demo tenant; set both.');

const config = readConfig(process.env);
await using app = createApp(config, createLogger('warn', 'seed'));
const lookup = new CredentialLookup(app.database.prisma);
await signUp(
  {
    lookup,
    handles: app.tenants,
    tokens: new AccessTokens(config.ACCESS_TOKEN_SECRET, config.ACCESS_TOKEN_MINUTES),
    refreshTokenDays: config.REFRESH_TOKEN_DAYS,
  },
  { tenantName: 'Demo', tenantSlug: 'demo', email, password, name: 'Dana Demo' },
  { userAgent: null, address: 'seed', requestId: CAUSE.requestId },
  { isVerified: true },
);
const person = await lookup.credential(email);
const [membership] = person ? await lookup.memberships(person.userId) : [];
if (!membership) throw new Error('The demo tenant was not created.');
const db = app.tenants.for(membership.tenantId);
const project = await db.project.findFirstOrThrow({ where: { key: 'support' } });
for (const name of (await readdir(ARTICLES)).sort()) {
  const text = await readFile(new URL(name, ARTICLES), 'utf8');
  const [heading = '', ...body] = text.split('\n');
  await createArticle(
    db,
    { projectId: project.id, title: heading.replace(/^#\s*/, ''), body: body.join('\n').trim(), publish: true },
    CAUSE,
  );
}
