-- Reads how long a key lives.
-- KEYS: 1 the key
-- Returns: ms, -1 if nothing ends it, -2 if it is not there
-- Invariant: writes nothing.
return redis.call('PTTL', KEYS[1])
