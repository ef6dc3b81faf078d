-- Looks which entries of the ledger's files Redis does not have.
-- KEYS: 1 as:{e}:erasures
-- ARGV: 1 a random id for this life of Redis, if it has none, 2.. entries, '<seq> <tag> <tenant tag>'
-- Returns: {id of this life, highest sequence number, when the last proof was in ms or 0, index of an entry that is missing, ...}
-- Invariant: writes nothing but the id.
local boot = redis.call('GET', key('boot'))
if not boot then
  boot = ARGV[1]
  redis.call('SET', key('boot'), boot)
end
local reply = { boot, tonumber(redis.call('GET', key('seq')) or '0'), tonumber(redis.call('GET', key('proof')) or '0') }
for i = 2, #ARGV do
  if not redis.call('ZSCORE', key('ledger'), ARGV[i]) then
    reply[#reply + 1] = i - 1
  end
end
return reply
