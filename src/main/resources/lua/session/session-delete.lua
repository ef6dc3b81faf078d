-- Deletes a session that nobody is using.
-- KEYS: 1 turn lock, 2 session, 3 index of the user's keys
-- ARGV: 1 member of the index
-- Returns: 'deleted', 'missing', or 'busy' if a run has the turn
-- Invariant: a session never disappears under a running turn.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 'busy'
end
redis.call('ZREM', KEYS[3], ARGV[1])
discount(open_hash(KEYS[2], 'stored'), 'stored')
return redis.call('DEL', KEYS[2]) == 1 and 'deleted' or 'missing'
