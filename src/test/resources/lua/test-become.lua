-- Changes a run's state as every script does.
-- KEYS: 1 run
-- ARGV: 1 the state before, 2 the state after
-- Returns: the run's status; an error if the state before may not become the state after
-- Invariant: none.
redis.call('HSET', KEYS[1], 'status', ARGV[1])
local run = open_hash(KEYS[1], 'status')
become(run, ARGV[2])
write_hash(run)
return redis.call('HGET', KEYS[1], 'status')
