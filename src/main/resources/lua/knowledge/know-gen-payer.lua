-- The user who pays for the other generation is erased: nobody does, until an operator begins it again; an attempt goes on no more.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 the user's tag
-- Returns: 1 if that user paid, or 0
local job = key('reembed')
if redis.call('HGET', job, 'user') ~= ARGV[1] then
  return 0
end
redis.call('HSET', job, 'user', '', 'credential', '')
redis.call('DEL', key('reembedding'))
local state = redis.call('HGET', job, 'state')
if state == 'running' or state == 'waiting_for_budget' then
  redis.call('HSET', job, 'state', 'waiting_for_budget', 'reason', 'payer_erased')
end
return 1
