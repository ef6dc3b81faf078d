-- Takes a run off the list of dead runs.
-- KEYS: 1 as:{q}:dead:<t>, 2 as:{q}:dead
-- ARGV: 1 tenant, 2 member (`user run`)
-- Returns: 1 if it was there, otherwise 0
local removed = redis.call('ZREM', KEYS[1], ARGV[2])
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('SREM', KEYS[2], ARGV[1])
end
return removed
