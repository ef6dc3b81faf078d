-- Blocks a user while an erasure is at work, or has just ended.
-- KEYS: 1 as:{u}:erasing
-- Returns: 1
-- Invariant: a fence without a time is that of a user who stays blocked.
if redis.call('PERSIST', KEYS[1]) == 0 then
  redis.call('SET', KEYS[1], 'blocked', 'NX')
end
return 1
