-- Takes the fence of an erasure away, because nothing is left; or leaves it for good, without a time.
-- KEYS: 1 as:{u}:erasing, 2 as:{u}:erased
-- ARGV: 1 the erasure, 2 '1' if the user stays blocked
-- Returns: 1 if the fence was this erasure's, otherwise 0: then nothing was done
-- Invariant: the fence of another erasure stays.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('DEL', KEYS[2])
if ARGV[2] == '1' then
  redis.call('SET', KEYS[1], 'blocked')
else
  redis.call('DEL', KEYS[1])
end
return 1
