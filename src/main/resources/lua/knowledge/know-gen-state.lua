-- Says how the other generation stands, and what an attempt at it has cost.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 its number, 2 the replica's token, or '' for an operator, 3 the state, or '' for the costs alone, 4 the reason or '', 5 tokens
--   that the attempt has used, 6 nano-USD that it has cost, 7 the state until now, or '' for any
-- Returns: 'written', or 'lost' if that is not so any more; 'ready' demands that all documents are in it, what is kept is dropped
--   after its time alone, and what nobody pays for does not go on
-- Invariant: what an attempt has cost counts whether it may go on or not.
local job = key('reembed')
local _, other, state = generations()
if redis.call('HGET', job, 'g') ~= ARGV[1] then
  return 'lost'
end
redis.call('HINCRBY', job, 'tokens', ARGV[5])
redis.call('HINCRBY', job, 'cost', ARGV[6])
if ARGV[3] == '' then
  return 'written'
end
if ARGV[2] ~= '' and redis.call('GET', key('reembedding')) ~= ARGV[2] or ARGV[7] ~= '' and state ~= ARGV[7] then
  return 'lost'
end
if state == 'dropping' then
  return ARGV[3] == 'dropping' and 'written' or 'lost'
end
local is_unpaid = (ARGV[3] == 'running' or ARGV[3] == 'waiting_for_budget') and redis.call('HGET', job, 'user') == ''
local is_early = ARGV[7] == 'kept' and tonumber(redis.call('HGET', job, 'kept_until') or 0) > now_millis()
if is_unpaid or is_early or ARGV[3] == 'ready' and redis.call('HLEN', key('embedded')) ~= redis.call('HLEN', key('docs')) then
  return 'lost'
end
redis.call('HSET', job, 'state', ARGV[3], 'reason', ARGV[4])
return 'written'
