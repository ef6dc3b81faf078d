-- Takes the fence of an erasure away, because nothing is left; or leaves it for good, without a time.
-- KEYS: 1 as:{u}:erasing, 2 as:{u}:erased
-- ARGV: 1 the erasure, 2 '1' if the user stays blocked
-- Returns: 'lowered', 'blocked' if the user stays so, 'foreign' if the fence was not this erasure's: then nothing was done
-- Invariant: the fence of another erasure stays.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 'foreign'
end
redis.call('DEL', KEYS[2])
if ARGV[2] == '1' or redis.call('PTTL', KEYS[1]) == -1 then
  redis.call('SET', KEYS[1], 'blocked')
  return 'blocked'
end
redis.call('DEL', KEYS[1])
return 'lowered'
