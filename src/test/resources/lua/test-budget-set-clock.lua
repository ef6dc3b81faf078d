-- Sets the time that test-clock.lua shows.
-- KEYS: 1 as:{t}:test-clock
-- ARGV: 1 milliseconds since 1970
-- Returns: the same
-- Invariant: none.
redis.call('SET', KEYS[1], ARGV[1])
return tonumber(ARGV[1])
