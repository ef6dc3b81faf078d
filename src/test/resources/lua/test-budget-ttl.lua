-- Reads how long a key has to live.
-- KEYS: 1 the key
-- ARGV: none
-- Returns: milliseconds; negative if it lives for ever or not at all
-- Invariant: writes nothing.
return redis.call('PTTL', KEYS[1])
