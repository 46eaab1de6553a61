const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Starting state for `hashRange`, different for each name, so that equal strings of two groups differ. */
export function hashSeed(name: string): number {
  return hashRange(name, 0, name.length, FNV_OFFSET);
}

/** FNV-1a over the UTF-16 units of `text[start, end)`, continued from `seed`. */
export function hashRange(text: string, start: number, end: number, seed: number): number {
  let hash = seed;
  for (let i = start; i < end; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  return hash >>> 0;
}

/** Avalanche step (the 32-bit finaliser of MurmurHash3): FNV alone leaves its high bits poorly mixed. */
export function mixHash(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
