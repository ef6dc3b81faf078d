-- Lets one replica do erasures again, for a while.
-- KEYS: 1 as:{e}:erasures
-- ARGV: 1 the replica, 2 for how many ms
-- Returns: 1 if it is this one, otherwise 0
-- Invariant: one replica at a time, unless it stands still for longer than that; what it does may be done twice.
local holder = redis.call('GET', key('replay'))
if holder and holder ~= ARGV[1] then
  return 0
end
redis.call('SET', key('replay'), ARGV[1], 'PX', ARGV[2])
return 1
