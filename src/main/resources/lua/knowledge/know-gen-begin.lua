-- Begins to make the vectors of another generation, or goes on with what was begun, kept or could not be paid.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 the generation, 2 the job's id, 3 the tag of the user who pays, 4 the credential, 5 nano-USD that it may cost, 6 the index
--   that it is written into, with the id of its instance
-- Returns: 'begun', 'same' if the collection is in it, 'empty' if there is nothing to do, or 'busy' if there is a third generation
-- Invariant: there are two generations at most; an attempt that somebody else paid for, or on other terms, goes on no more.
local active, other, state = generations()
local job = key('reembed')
if tonumber(redis.call('HGET', KEYS[1], 'documents') or 0) == 0 then
  return 'empty'
end
if active == ARGV[1] then
  return 'same'
end
if other and (other ~= ARGV[1] or state == 'dropping') then
  return 'busy'
end
if not other then
  redis.call('HSETNX', KEYS[1], 'g', 1)
  redis.call('HSETNX', KEYS[1], 'generations', 1)
  redis.call('HSET', job, 'generation', ARGV[1], 'g', redis.call('HINCRBY', KEYS[1], 'generations', 1), 'instance', ARGV[6])
end
if not other or state == 'kept' then
  redis.call('HSET', job, 'run', ARGV[2], 'attempt', 0, 'tokens', 0, 'cost', 0, 'begun_at', now_millis())
end
redis.call('HSET', job, 'state', 'running', 'user', ARGV[3], 'credential', ARGV[4], 'most', ARGV[5], 'reason', '')
redis.call('HDEL', job, 'kept_until')
redis.call('DEL', key('reembedding'))
return 'begun'
