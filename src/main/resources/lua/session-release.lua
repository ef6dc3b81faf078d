-- Gives a turn back without writing.
-- KEYS: 1 turn lock
-- ARGV: 1 owner (`run:attempt`)
-- Returns: 1 if the turn was the owner's, 0 if not
-- Invariant: nobody releases another owner's turn.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
