-- Sets when runs are looked at next.
-- KEYS: 1 as:{q}:live
-- ARGV: 1 ms until then, 2.. members
-- Returns: nothing of interest
-- Invariant: a run that is not in the list is not put there.
local at = string.format('%.0f', now_millis() + ARGV[1])
for i = 2, #ARGV do
  redis.call('ZADD', KEYS[1], 'XX', at, ARGV[i])
end
return 0
