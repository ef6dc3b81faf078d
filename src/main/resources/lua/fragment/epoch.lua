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

-- Makes or reads the epoch and says again who the tag stands for; both live for `ttl` milliseconds more.
local function admit(epoch_key, who_key, candidate, who, ttl)
  -- First, because a Redis that is full refuses it, and nothing that follows a write.
  redis.call('SET', who_key, who, 'PX', ttl)
  local epoch = redis.call('GETEX', epoch_key, 'PX', ttl)
  if not epoch then
    redis.call('SET', epoch_key, candidate, 'PX', ttl)
  end
  return epoch or candidate
end

local function epoch_unchanged(epoch_key, epoch)
  return redis.call('GET', epoch_key) == epoch
end
