-- Notes that there is a sealed copy of a user's data, or that it is being deleted.
-- KEYS: 1 as:{e}:holds, 2 as:{e}:holds:turn:<user's tag>
-- ARGV: 1 the user's tag, 2 the note, 3 the operation that has to have the turn, or '': then what is noted stays
-- Returns: 1 if it was noted, 0 if something was before and stays, or if another operation has the turn
-- Invariant: the file is the truth; this only tells replicas that do not see it.
if ARGV[3] == '' then
  return redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2])
end
if redis.call('GET', KEYS[2]) ~= ARGV[3] then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
