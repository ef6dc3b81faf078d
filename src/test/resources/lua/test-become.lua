-- Changes a run's state as every script does.
-- KEYS: 1 run
-- ARGV: 1 the state before, 2 the state after
-- Returns: the run's status; an error if the state before may not become the state after
-- Invariant: none.
redis.call('HSET', KEYS[1], 'status', ARGV[1])
become(KEYS[1], ARGV[2])
return redis.call('HGET', KEYS[1], 'status')
