-- Reads all overrides of flags, if they have changed.
-- KEYS: 1 as:flags
-- ARGV: 1 the version that the reader knows
-- Returns: {version} if it knows all, otherwise {version, {name, value, ...}} with every field of the hash; the version is ''
--          if there never was an override
-- Invariant: writes nothing. What is answered is one moment.
local version = redis.call('HGET', KEYS[1], '#version') or ''
if version == ARGV[1] then
  return { version }
end
return { version, redis.call('HGETALL', KEYS[1]) }
