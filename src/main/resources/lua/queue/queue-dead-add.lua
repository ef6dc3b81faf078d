-- Lists a run as dead.
-- KEYS: 1 as:{q}:dead:<t>, 2 as:{q}:dead
-- ARGV: 1 tenant, 2 member (`user run`), 3 how many are kept, the newest
-- Returns: 1 if it was not there, otherwise 0
local added = redis.call('ZADD', KEYS[1], 'NX', string.format('%.0f', now_millis()), ARGV[2])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -(ARGV[3] + 1))
redis.call('SADD', KEYS[2], ARGV[1])
return added
