-- Stores passages of a version in the making. Nobody sees them yet; if the writer goes no further, they expire.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 d, 2 the writer's token, 3 version, 4 ms until they expire, then pairs: number, passage
-- Returns: 'written', or 'lost' if another writer or a deletion came in between
if redis.call('HGET', key('stage', ARGV[1]), 'token') ~= ARGV[2] then
  return 'lost'
end
local passages = passages_of(ARGV[1], tonumber(ARGV[3]))
for i = 5, #ARGV, 2 do
  redis.call('HSET', passages, ARGV[i], ARGV[i + 1])
end
redis.call('PEXPIRE', passages, ARGV[4])
return 'written'
