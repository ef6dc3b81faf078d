-- Lists what is about to be written into an index, before it is: if the writer goes no further, it is garbage.
-- KEYS: those of know-owner
-- ARGV: 1 d, 2 the writer's token, or '' for what counts already, 3 the version, 4 name of the index, 5 generation,
--   6 how many passages, 7 ms after which nobody writes it any more
-- Returns: 'noted', or 'lost' if another writer or a deletion came in between
local version = tonumber(ARGV[3])
if ARGV[2] == '' then
  local entry = find_document(ARGV[1])
  if not entry or entry.version ~= version then
    return 'lost'
  end
elseif redis.call('HGET', key('stage', ARGV[1]), 'token') ~= ARGV[2] then
  return 'lost'
end
discard(rows_of(ARGV[4], ARGV[1], { generation = ARGV[5], version = version, passages = tonumber(ARGV[6]) }),
  now_millis() + ARGV[7])
return 'noted'
