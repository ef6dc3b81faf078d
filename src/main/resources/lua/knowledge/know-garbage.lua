-- What an index outside of Redis still holds, and has to be deleted from it.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 name of the index, 2 how many at most, 3 ms: what becomes garbage within them counts as well
-- Returns: {`<index> <generation> <d> <version> <passages>`, ...}, the oldest first
-- Invariant: a version that counts, or whose writer is at work, is never returned.
local found = {}
local due = now_millis() + ARGV[3]
for _, rows in ipairs(redis.call('ZRANGEBYSCORE', key('garbage'), '-inf', due)) do
  local index, d, version = string.match(rows, '^(%S+) %S+ (%S+) (%d+) %d+$')
  if index == ARGV[1] then
    local entry = find_document(d)
    if entry and string.format('%.0f', entry.version) == version then
      redis.call('ZREM', key('garbage'), rows)
    elseif redis.call('HGET', key('stage', d), 'version') ~= version then
      found[#found + 1] = rows
    end
  end
  if #found >= tonumber(ARGV[2]) then
    break
  end
end
return found
