import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/**
 * Which proxies in front may say where a request comes from: none, so many of them, or those of these networks
 * (`10.0.0.0/8`, or a single address).
 */
export type ProxyTrust = false | number | readonly string[];

/**
 * The network address of the caller. `X-Forwarded-For` counts only as far as trusted proxies wrote it, which is from
 * its end: everything before is what the client says of itself.
 */
export function addressOf(request: IncomingMessage, trust: ProxyTrust): string {
  const remote = plain(request.socket.remoteAddress ?? 'unknown');
  const header = request.headers['x-forwarded-for'];
  if (trust === false || header === undefined) return remote;
  const hops = String(header)
    .split(',')
    .map((hop) => plain(hop.trim()))
    .filter((hop) => hop !== '');
  if (typeof trust === 'number') return validOr(hops.at(-Math.min(trust, hops.length)), remote);
  const networks = networksOf(trust);
  let address = remote;
  while (includes(networks, address)) {
    const hop = hops.pop();
    if (hop === undefined || isIP(hop) === 0) break;
    address = hop;
  }
  return address;
}

/** A proxy may write a name or nonsense; neither may become somebody's count. */
function validOr(hop: string | undefined, fallback: string): string {
  return hop !== undefined && isIP(hop) !== 0 ? hop : fallback;
}

/** IPv4 addresses inside IPv6 are the same addresses. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}

const NETWORKS = new WeakMap<readonly string[], BlockList>();

function networksOf(trust: readonly string[]): BlockList {
  const known = NETWORKS.get(trust);
  if (known) return known;
  const networks = new BlockList();
  for (const entry of trust) {
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) networks.addAddress(address, family);
    else networks.addSubnet(address, Number(prefix), family);
  }
  NETWORKS.set(trust, networks);
  return networks;
}

function includes(networks: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && networks.check(address, version === 6 ? 'ipv6' : 'ipv4');
}
