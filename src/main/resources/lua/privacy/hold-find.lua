-- Reads what is noted of sealed copies.
-- KEYS: 1 as:{e}:holds
-- ARGV: 1 the user's tag, or nothing for all
-- Returns: {user's tag, note, ...}
-- Invariant: writes nothing.
if not ARGV[1] then
  return redis.call('HGETALL', KEYS[1])
end
local note = redis.call('HGET', KEYS[1], ARGV[1])
return note and { ARGV[1], note } or {}
