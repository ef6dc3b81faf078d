-- Announces a run before its record is made, so that somebody looks after it whatever happens next.
-- KEYS: 1 as:{q}:live
-- ARGV: 1 member (`tag run`), 2 ms until it is looked at
-- Returns: now, in ms by the clock of Redis
local now = now_millis()
redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[1])
return now
