import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parse, validate } from 'graphql';
import { z } from 'zod';
import { openSession } from './db/provision.js';
import {
  type ClientRelease,
  type DocumentToPublish,
  publishDocuments,
  retireDocuments,
} from './db/publish-documents.js';
import { documentHash, hashIn, normalHash } from './graphql/documents/document-hash.js';
import { schema } from './graphql/schema.js';

const USAGE = 'Use: publish|retire --client NAME --version VERSION [MANIFEST.json].';
const Name = z.string().regex(/^[\w.@/+-]{1,64}$/, 'must be a name of letters, digits and . @ / + - _, 64 at most');
/** What codegen's client preset writes: texts by hash. */
const Manifest = z.record(z.string(), z.string().max(100_000));

/**
 * Publishes or retires the documents of one version of a client, as the owner of the database.
 * @param ownerUrl signs in as the owner, which migrates, too
 * @returns what was done, in one sentence
 * @throws Error with one sentence when arguments or manifest cannot be used; nothing is stored then
 */
export async function runDocumentsCommand(args: readonly string[], ownerUrl: string): Promise<string> {
  const { action, release, file } = readArguments(args);
  const documents =
    action === 'publish'
      ? readManifest(await readFile(file, 'utf8').catch(() => fail(`${file} cannot be read.`)), file)
      : [];
  await using session = await openSession(ownerUrl);
  const name = `${release.client} ${release.version}`;
  if (action === 'retire') return `Retired ${await retireDocuments(session.client, release)} documents of ${name}.`;
  const added = await publishDocuments(session.client, release, documents);
  return `Published ${documents.length} documents of ${name}; ${added} of them were not trusted before.`;
}

function readArguments(args: readonly string[]): {
  action: 'publish' | 'retire';
  release: ClientRelease;
  file: string;
} {
  const options = { client: { type: 'string' }, version: { type: 'string' } } as const;
  const { values, positionals } = attempt(() => parseArgs({ args: [...args], options, allowPositionals: true }), USAGE);
  const [action, file = '', ...rest] = positionals;
  if ((action !== 'publish' && action !== 'retire') || rest.length > 0 || (action === 'publish') === (file === ''))
    fail(USAGE);
  const release = { client: values.client ?? '', version: values.version ?? '' };
  for (const [option, value] of Object.entries(release)) {
    const { error } = Name.safeParse(value);
    if (error) fail(`--${option} ${error.issues[0]?.message}. ${USAGE}`);
  }
  return { action, release, file };
}

/** The documents of a manifest, each with the hash that it says and fit for the schema of this version. */
function readManifest(text: string, file: string): DocumentToPublish[] {
  const { data } = Manifest.safeParse(attempt(() => JSON.parse(text), `${file} is not JSON.`));
  if (!data) return fail(`${file} is no manifest: it must be an object of document texts by hash.`);
  const documents = Object.entries(data).map(([id, document]) => {
    if (hashIn(id) !== documentHash(document)) fail(`${file}: ${id} is not the SHA-256 of its document.`);
    const [fault] = attempt(() => validate(schema, parse(document)), `${file}: ${id} is no GraphQL.`);
    if (fault) fail(`${file}: ${id} does not fit the schema: ${fault.message}`);
    return { hash: documentHash(document), normalHash: normalHash(document), text: document };
  });
  return documents.length > 0 ? documents : fail(`${file} holds no document.`);
}

function attempt<T>(work: () => T, otherwise: string): T {
  try {
    return work();
  } catch {
    return fail(otherwise);
  }
}

function fail(sentence: string): never {
  throw new Error(sentence);
}
