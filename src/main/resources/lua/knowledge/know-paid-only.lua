-- Forgets the vectors that were paid for a document's earlier text: of those that wait for a version to count only the ones
-- that the present writer can use stay, so that all of them together never take more than one version.
-- KEYS: those of know-owner
-- ARGV: 1 d, 2 the writer's token, then the digests that stay
-- Returns: 'written', or 'lost' if another writer or a deletion came in between
if not is_writer(ARGV[1], ARGV[2]) then
  return 'lost'
end
local paid, stays = key('paid', ARGV[1]), {}
for i = 3, #ARGV do
  stays[ARGV[i]] = true
end
for _, digest in ipairs(redis.call('HKEYS', paid)) do
  if not stays[digest] then
    redis.call('HDEL', paid, digest)
  end
end
return 'written'
