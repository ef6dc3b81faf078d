-- Reads how a run waits, and for whom.
-- KEYS: 1 run, 2 who
-- Returns: {status, who, priority, since when in ms}, each false if it is not there
-- Invariant: writes nothing.
local run = redis.call('HMGET', KEYS[1], 'status', 'priority', 'since')
return { run[1], redis.call('GET', KEYS[2]), run[2], run[3] }
