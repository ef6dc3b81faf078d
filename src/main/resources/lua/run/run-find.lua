-- Reads a run's record.
-- KEYS: 1 run
-- Returns: {doc, status, attempt, end, ended_at, in_doubt}, each false if it is not there
return redis.call('HMGET', KEYS[1], 'doc', 'status', 'attempt', 'end', 'ended_at', 'in_doubt')
