-- Stores passages, or their vectors, of a version in the making. Nobody sees them yet; if the writer goes no further, they expire.
-- KEYS: those of know-owner
-- ARGV: 1 d, 2 the writer's token, 3 version, 4 ms until they expire, 5 'passages', 'vectors', or 'vectors <generation>' for those of
--   the generation that is being made, then pairs: number, passage or vector
-- Returns: 'written', or 'lost' if another writer or a deletion came in between
if not is_writer(ARGV[1], ARGV[2]) then
  return 'lost'
end
local beside = string.match(ARGV[5], '^vectors (%S+)$')
local written = (ARGV[5] == 'passages' and passages_of or vectors_of)(ARGV[1], tonumber(ARGV[3]))
if beside then
  written = key('vec', ARGV[1], ARGV[3], beside)
end
for i = 6, #ARGV, 2 do
  redis.call('HSET', written, ARGV[i], ARGV[i + 1])
end
redis.call('PEXPIRE', written, ARGV[4])
keep(written, ARGV[4])
return 'written'
