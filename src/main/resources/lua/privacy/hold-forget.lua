-- Forgets that there was a sealed copy: it is deleted.
-- KEYS: 1 as:{e}:holds
-- ARGV: 1 the user's tag, 2 what has to be noted for that: of another note nothing is forgotten
-- Returns: 1, or 0 if there was no such note
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return 0
end
return redis.call('HDEL', KEYS[1], ARGV[1])
