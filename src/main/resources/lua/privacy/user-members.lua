-- Names keys of a user that are to be erased, and renews the fence.
-- KEYS: 1 as:{u}:erasing, 2 index of the user's keys
-- ARGV: 1 the erasure, 2 how long the fence stands in ms unless it is renewed, 3 how many
-- Returns: {'fenced', member, ...}; {'unfenced'} if the fence is not this erasure's any more
-- Invariant: erases nothing.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return { 'unfenced' }
end
if redis.call('PTTL', KEYS[1]) > 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return { 'fenced', unpack(redis.call('ZRANGE', KEYS[2], 0, ARGV[3] - 1)) }
