-- Fragment: the index of a user's keys, a sorted set `as:{u}:keys` whose members are keys without their `as:{u}:`.
-- All scores are 0, so members sort by their bytes.
-- Invariant: a personal key that exists is in the index. A member whose key expired may linger: each addition looks at two
-- random members and drops the dead ones, so what lingers stays in proportion to what lives.

local function index_prefix(index_key)
  return string.sub(index_key, 1, -(string.len('keys') + 1))
end

local function index_add(index_key, member, ttl)
  local added = redis.call('ZADD', index_key, 0, member)
  redis.call('PEXPIRE', index_key, ttl)
  if added == 0 then
    return
  end
  for _, seen in ipairs(redis.call('ZRANDMEMBER', index_key, 2)) do
    if seen ~= member and redis.call('EXISTS', index_prefix(index_key) .. seen) == 0 then
      redis.call('ZREM', index_key, seen)
    end
  end
end
