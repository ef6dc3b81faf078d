-- Lifts the block of a user whose data were erased.
-- KEYS: 1 as:{u}:erasing
-- Returns: 1 if the user was blocked, otherwise 0
-- Invariant: the fence of an erasure that is at work stays.
if redis.call('GET', KEYS[1]) ~= 'blocked' then
  return 0
end
return redis.call('DEL', KEYS[1])
