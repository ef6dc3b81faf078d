-- Reads how long a key still lives.
-- KEYS: 1 any
-- ARGV: none
-- Returns: milliseconds, -1 for ever, -2 if there is no such key
-- Invariant: writes nothing.
return redis.call('PTTL', KEYS[1])
