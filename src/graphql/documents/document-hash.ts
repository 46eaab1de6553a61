import { createHash } from 'node:crypto';
import { stripIgnoredCharacters } from 'graphql';

const PREFIX = /^sha256:/i;
const HASH = /^[0-9a-f]{64}$/;

/** SHA-256 in hex, as Apollo's clients and the manifest of codegen's client preset have it. */
export function documentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Equal for texts that differ in nothing but blanks, commas and comments. @throws GraphQLError on a text that is none */
export function normalHash(text: string): string {
  return documentHash(stripIgnoredCharacters(text));
}

/** The hash in an id such as `sha256:…`; undefined when it is none. */
export function hashIn(id: string): string | undefined {
  const hash = id.replace(PREFIX, '').toLowerCase();
  return HASH.test(hash) ? hash : undefined;
}
