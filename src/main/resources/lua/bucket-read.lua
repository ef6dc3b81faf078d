-- Reads a bucket, and the time by the clock that all who use it share.
-- KEYS: 1 bucket
-- ARGV: none
-- Returns: {state or false, microseconds since 1970}
-- Invariant: writes nothing.
local time = redis.call('TIME')
return { redis.call('GET', KEYS[1]), string.format('%.0f', tonumber(time[1]) * 1000000 + tonumber(time[2])) }
