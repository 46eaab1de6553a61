import { createHash } from 'node:crypto';

/** A Lua script with the digest Redis caches it under. */
export interface RedisScript {
  readonly lua: string;
  readonly sha1: string;
}

const script = (lua: string): RedisScript => ({ lua, sha1: createHash('sha1').update(lua).digest('hex') });

/**
 * Appends entries with the next numbers of their stream, each once for its dedupe key, and hints at the last of them.
 * An entry that Redis refuses stops the script, so later ones never overtake it.
 * KEYS: stream, then one dedupe key for each entry that has one. ARGV: max length, time to live in ms, dedupe time to
 * live in s, then for each entry its event JSON, its nonce and whether it has a dedupe key (1 or 0).
 * Returns how many were appended.
 */
export const APPEND = script(`
local now = redis.call('TIME')
local ms = string.format('%.0f', now[1] * 1000 + math.floor(now[2] / 1000))
local epoch, seq = ms, 0
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
if last then
  epoch, seq = string.match(last[1], '^(%d+)-(%d+)$')
end
local id, appended, key = nil, 0, 1
for i = 4, #ARGV, 3 do
  local fresh = true
  if ARGV[i + 2] == '1' then
    key = key + 1
    fresh = redis.call('SET', KEYS[key], '1', 'NX', 'EX', ARGV[3])
  end
  if fresh then
    seq = seq + 1
    id = epoch .. '-' .. string.format('%.0f', seq)
    redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], id, 'e', ARGV[i], 't', ms, 'n', ARGV[i + 1])
    appended = appended + 1
  end
end
if id then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  redis.call('PUBLISH', KEYS[1], id)
end
return appended
`);

/**
 * Returns the newest entries, newest first. A stream that does not exist is created with an entry numbered 0 that
 * carries no event: so even "nothing has happened yet" is a place that can be told from every later stream's.
 * KEYS: stream. ARGV: nonce, time to live in ms, how many entries.
 */
export const OPEN = script(`
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', ARGV[3])
if newest[1] then return newest end
local now = redis.call('TIME')
local ms = string.format('%.0f', now[1] * 1000 + math.floor(now[2] / 1000))
redis.call('XADD', KEYS[1], ms .. '-0', 't', ms, 'n', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
`);
