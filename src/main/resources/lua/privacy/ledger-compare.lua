-- Looks which entries of the ledger's files Redis does not have.
-- KEYS: 1 as:{e}:erasures or as:{e}:tenants:erasures
-- ARGV: 1 a random id for this life of Redis, if it has none, 2.. when an erasure was asked for in ms, '<seq> <tag> <tenant tag>', ...
-- Returns: {id of this life, highest sequence number, highest number that was noted as done again, when the last proof was in ms or 0,
-- index of an entry that is missing, ...}
-- Invariant: writes nothing but the id. What Redis has dropped by its age is not missing. An id that is made when there were erasures,
-- of users or of tenants, before begins with 'old-': such data are those of a release before, or of its backup.
local boot = redis.call('GET', of_all('boot'))
if not boot then
  boot = (redis.call('EXISTS', of_all('seq'), of_all('tenants:seq')) > 0 and 'old-' or '') .. ARGV[1]
  redis.call('SET', of_all('boot'), boot)
end
local function value(kind)
  return tonumber(redis.call('GET', key(kind)) or '0')
end
local reply, from = { boot, value('seq'), value('noted'), value('proof') }, value('from')
for i = 2, #ARGV, 2 do
  if tonumber(ARGV[i]) > from and not redis.call('ZSCORE', key('ledger'), ARGV[i + 1]) then
    reply[#reply + 1] = i / 2
  end
end
return reply
