-- Notes that there is a sealed copy of a user's data, or that it is being deleted.
-- KEYS: 1 as:{e}:holds
-- ARGV: 1 the user's tag, 2 until when in ms, or 'releasing', 3 '1' if what is noted stays
-- Returns: 1 if it was noted, 0 if something was before and stays
-- Invariant: the file is the truth; this only tells replicas that do not see it.
if ARGV[3] == '1' then
  return redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2])
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
