-- Notes erasures that were done again in Redis's own ledger.
-- KEYS: 1 as:{e}:erasures
-- ARGV: 1 the highest number of the ledger, or 0, 2.. when it was asked for in ms, '<seq> <tag> <tenant tag>', ...
-- Returns: how many were not there
-- Invariant: the numbers never fall, so none is given out twice.
local added = 0
for i = 2, #ARGV, 2 do
  added = added + redis.call('ZADD', key('ledger'), ARGV[i], ARGV[i + 1])
end
for _, kind in ipairs({ 'seq', 'noted' }) do
  if tonumber(redis.call('GET', key(kind)) or '0') < tonumber(ARGV[1]) then
    redis.call('SET', key(kind), ARGV[1])
  end
end
return added
