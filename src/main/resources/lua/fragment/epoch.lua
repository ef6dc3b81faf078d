-- Fragment: the user's epoch, a random value made at first admission. Erasure deletes it. Whoever writes personal data
-- holds the epoch it was admitted with and demands it unchanged, so nothing in flight can bring erased data back.
-- Invariant: the epoch outlives every personal key, because each admission renews it for longer than any of them lives.

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
