-- Fragment: whose a collection is. Loaded after clock, epoch, hash, index and stored, before know-collection.
-- KEYS of a collection that a tenant shares: 1 as:{k:<t>:<c>}:collection. Of a user's own: 1 as:{u}:know:<c>:collection, 2 epoch,
-- 3 as:{u}:keys, 4 who.
-- Invariants of a user's own: nothing is written, and nothing seen, without the epoch that its writer began with. Each key is in the
-- index of the user's keys, expires, and is counted in as:{u}:stored.
local DAY = 86400000
local is_own = #KEYS > 1

-- The fence of an erasure has taken the epoch: what may still be there is nobody's to see.
local is_gone = is_own and redis.call('EXISTS', KEYS[2]) == 0

-- For how long passages stay after they were last stored or searched, and how long the user is remembered, both in ms. What is said
-- of them is renewed once a day at most, and goes a day before.
local function times_of_owner()
  local times = redis.call('HMGET', KEYS[1], 'retention', 'epoch_ttl')
  return tonumber(times[1] or 2 * DAY), tonumber(times[2] or 3 * DAY)
end

-- Has a key of a user's own expire after so many ms, or with what is said of documents.
local function keep(name, ttl)
  if is_own then
    local retention, epoch_ttl = times_of_owner()
    redis.call('PEXPIRE', name, ttl or retention - DAY)
    index_add(KEYS[3], string.sub(name, #index_prefix(KEYS[3]) + 1), epoch_ttl)
  end
end

-- Has a key live for so many ms more, unless it lives for longer anyway.
local function outlive(name, ttl)
  if redis.call('PTTL', name) < ttl then
    redis.call('PEXPIRE', name, ttl)
  end
end

-- What a document takes of its user's room.
local function taken(entry)
  return entry and footprint(entry.bytes or 0, 2 * (entry.passages or 0) + 4) or 0
end

-- Counts what the user's documents take by what one entry has more than another; either may be missing.
local function count_own(entry, before)
  if is_own then
    local retention, epoch_ttl = times_of_owner()
    local hash = open_hash(KEYS[1], 'account')
    account(hash, 'account', taken(entry) - taken(before), retention)
    write_hash(hash)
    outlive(stored_key(KEYS[1]), epoch_ttl)
  end
end
