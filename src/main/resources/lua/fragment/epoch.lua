-- Fragment: the user's epoch, a random value made at first admission. Erasure deletes it. Whoever writes personal data
-- holds the epoch it was admitted with and demands it unchanged, so nothing in flight can bring erased data back.
-- While `as:{u}:erasing` exists, the fence of an erasure, nobody makes the next one.
-- Invariant: the epoch outlives every personal key, because each admission renews it for longer than any of them lives.

-- Why a request may not be admitted, or nil, and the epoch, or false. `seen` is the epoch that it saw when it asked first, ''
-- if it did not: 'erased' if that is not the user's any more, 'erasing' while an erasure is at work, 'blocked' if the user is.
local function why_not_admitted(epoch_key, seen)
  local row = redis.call('MGET', epoch_key, (string.gsub(epoch_key, 'epoch$', 'erasing')))
  if seen ~= '' and row[1] ~= seen then
    return 'erased', row[1]
  end
  if row[2] then
    return row[2] == 'blocked' and 'blocked' or 'erasing', row[1]
  end
  return nil, row[1]
end

-- Makes or reads the epoch; it and who the tag stands for live for `ttl` milliseconds more.
-- Returns the epoch, and whether it is stored who the tag stands for: if not, user-name.lua is to be told.
local function admit(epoch_key, who_key, candidate, ttl)
  local epoch = redis.call('GET', epoch_key) or candidate
  -- Written anew, and first, because a Redis that is full refuses it, and nothing that follows a write.
  redis.call('SET', epoch_key, epoch, 'PX', ttl)
  return epoch, redis.call('PEXPIRE', who_key, ttl) == 1
end

local function epoch_unchanged(epoch_key, epoch)
  return redis.call('GET', epoch_key) == epoch
end
