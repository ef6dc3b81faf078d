-- What an index outside of Redis still holds, and has to be deleted from it.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 name of the index, 2 how many at most, 3 ms: what becomes garbage within them counts as well
-- Returns: {`<index> <generation> <d> <version> <passages>`, ...}, the oldest first
-- Invariant: a version that counts, or whose writer is at work, is never returned.
-- Bounded, since all wait for it: so many are looked at, that of other indexes included.
local found, most, page, looked = {}, 5000, 200, 0
local due = now_millis() + ARGV[3]

local active, other, state = generations()

-- Of a generation that is dropped nothing counts; what was stored with one that is not known belongs to the version.
local function is_used(generation)
  return generation == active or generation == other and state ~= 'dropping'
end

-- What is damaged may count: it is mended by the same request, or deleted, and says then what is garbage.
local function is_garbage(rows)
  local index, generation, d, version = string.match(rows, '^(%S+) (%S+) (%S+) (%d+) %d+$')
  if index ~= ARGV[1] then
    return false
  end
  local is_read, entry = pcall(find_document, d)
  if not is_read then
    return false
  end
  if entry and string.format('%.0f', entry.version) == version and is_used(generation) then
    -- The generation that is being made is listed until all of the version is in it.
    if generation == other and redis.call('HGET', key('embedded'), d) ~= version then
      return false
    end
    redis.call('ZREM', key('garbage'), rows)
    looked = looked - 1
    return false
  end
  return redis.call('HGET', key('stage', d), 'version') ~= version
end

repeat
  local all = redis.call('ZRANGEBYSCORE', key('garbage'), '-inf', due, 'LIMIT', looked, page)
  for _, rows in ipairs(all) do
    looked = looked + 1
    if is_garbage(rows) then
      found[#found + 1] = rows
      if #found >= tonumber(ARGV[2]) then
        return found
      end
    end
  end
until #all < page or looked >= most
return found
