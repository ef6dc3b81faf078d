-- Tells how many keys of a user were erased.
-- KEYS: 1 as:{u}:erasing, 2 as:{u}:erased
-- ARGV: 1 the erasure
-- Returns: {'fenced', kind, how many, ...}; {'unfenced'} if the fence is not this erasure's any more
-- Invariant: writes nothing.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return { 'unfenced' }
end
return { 'fenced', unpack(redis.call('HGETALL', KEYS[2])) }
