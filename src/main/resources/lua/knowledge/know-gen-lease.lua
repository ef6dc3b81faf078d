-- Lets one replica work at the other generation, until its time is over or it gives up.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 the replica's token, 2 ms until another one may go on; 0 gives up, 3 the number of the generation, or '' to begin an attempt,
--   4 the state that it works in
-- Returns: the number of its attempt, by which it is fenced off from those before; 0 if it may not work
-- Invariant: an attempt goes on only without a gap, and ends once the generation, its state or who pays for it has changed.
local lease, job = key('reembedding'), key('reembed')
local holder = redis.call('GET', lease)
if holder and holder ~= ARGV[1] or redis.call('EXISTS', job) == 0 then
  return 0
end
if ARGV[2] == '0' then
  redis.call('DEL', lease)
  return 0
end
if ARGV[3] ~= '' and (not holder or redis.call('HGET', job, 'g') ~= ARGV[3] or redis.call('HGET', job, 'state') ~= ARGV[4]) then
  return 0
end
redis.call('SET', lease, ARGV[1], 'PX', ARGV[2])
return holder and tonumber(redis.call('HGET', job, 'attempt')) or redis.call('HINCRBY', job, 'attempt', 1)
