-- Who asked for a run while the fence of the tenant's erasure stood: something may be stored of them.
-- KEYS: 1 as:{t}:came
-- ARGV: 1.. tags of users who are noted elsewhere from now on, and are taken off
-- Returns: {tags of users, at most 100, ...}
for _, user in ipairs(ARGV) do
  redis.call('SREM', KEYS[1], user)
end
return redis.call('SRANDMEMBER', KEYS[1], 100)
