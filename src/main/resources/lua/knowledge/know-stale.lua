-- Lists as garbage what an index holds although it does not count.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 name of the index, 2 generation, then triples: d, version, how many passages it has at most
-- Returns: how many do not count
-- Invariant: a version that counts, or whose writer is at work, is never listed; no other one can count any more.
local stale = 0
local active, other, state = generations()
local is_used = ARGV[2] == active or ARGV[2] == other and state ~= 'dropping'
for i = 3, #ARGV, 3 do
  local d, version, passages = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  local is_read, entry = pcall(find_document, d)
  if is_read and not (is_used and entry and entry.version == version)
      and tonumber(redis.call('HGET', key('stage', d), 'version') or 0) ~= version then
    discard(rows_of(ARGV[1], d, { generation = ARGV[2], version = version, passages = passages }), now_millis())
    stale = stale + 1
  end
end
return stale
