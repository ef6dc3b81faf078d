-- Reads the counter of test-count.
-- KEYS: 1 counter
-- ARGV: none
-- Returns: the count
-- Invariant: writes nothing.
return tonumber(redis.call('GET', KEYS[1]) or '0')
