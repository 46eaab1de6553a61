import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Agent, fetch as undiciFetch } from 'undici';

/** Addresses that are not of the public internet (IANA special-purpose registries). */
const RESERVED: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const reserved = new BlockList();
for (const [net, prefix, family] of RESERVED) reserved.addSubnet(net, prefix, family);

/** An address was asked for that nobody outside may have us call. */
export class ForbiddenAddress extends Error {
  override name = 'ForbiddenAddress';
}

function isReserved(address: string): boolean {
  const family = isIP(address);
  return family === 0 || reserved.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** Resolves a name and refuses it when any of its addresses is reserved; the very address that was checked is used. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    if (addresses.some(({ address }) => isReserved(address))) {
      return callback(new ForbiddenAddress('The name leads to an address that is not public.'), []);
    }
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    callback(null, first?.address ?? '', first?.family);
  });
};

/** Longer, in bytes as they are after unpacking, nobody's answer is read: it would fill the memory of the process. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** What answers goes on for longer than anybody reads. */
export class AnswerTooLong extends Error {
  override name = 'AnswerTooLong';
}

export interface OutboundOptions {
  /** `host` or `host:port` that may be called although it is not public, such as a model server of one's own. */
  readonly privateHosts: readonly string[];
}

export interface GuardedFetch extends AsyncDisposable {
  readonly fetch: typeof globalThis.fetch;
}

/**
 * A `fetch` for addresses that came from outside: only http and https, only public addresses (checked when the
 * connection is made, so that a name cannot change its mind after a check), no redirects, no user name in the address,
 * and no answer without an end.
 * @returns a fetch that rejects with `ForbiddenAddress`, directly or as the cause of a TypeError
 */
export function createGuardedFetch({ privateHosts }: OutboundOptions): GuardedFetch {
  const publicAgent = new Agent({ connect: { lookup: publicLookup } });
  const privateAgent = new Agent();
  const guarded = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    const isOwn = privateHosts.includes(url.host) || privateHosts.includes(url.hostname);
    checkAddress(url, isOwn);
    const dispatcher = isOwn ? privateAgent : publicAgent;
    const request = { ...(init as object), redirect: 'error' as const, dispatcher };
    return bounded((await undiciFetch(url, request)) as unknown as Response);
  };
  return {
    fetch: guarded,
    async [Symbol.asyncDispose]() {
      await Promise.all([publicAgent.destroy(), privateAgent.destroy()]);
    },
  };
}

/** The same answer, whose body fails behind the bytes that are read at most; the connection is then closed. */
function bounded(response: Response): Response {
  const { body, status, statusText, headers } = response;
  if (!body) return response;
  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > MAX_ANSWER_BYTES) controller.error(new AnswerTooLong('The answer is too long.'));
      else controller.enqueue(chunk);
    },
  });
  return new Response(body.pipeThrough(counted), { status, statusText, headers });
}

function checkAddress(url: URL, isOwn: boolean): void {
  if (!/^https?:$/.test(url.protocol)) throw new ForbiddenAddress('Only http and https addresses are called.');
  if (url.username !== '' || url.password !== '') throw new ForbiddenAddress('An address must not hold a user name.');
  if (isOwn) return;
  // @NOTE A literal address never meets `lookup`. `URL` has normalised all its spellings (0x7f.1, 2130706433, …).
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && isReserved(literal)) throw new ForbiddenAddress('The address is not public.');
}
