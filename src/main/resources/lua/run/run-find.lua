-- Reads a run's record.
-- KEYS: 1 run
-- Returns: {doc, status, attempt, end, ended_at, in_doubt, each false if it is not there, 1 if its owner's lease has passed or 0}
local run = redis.call('HMGET', KEYS[1], 'doc', 'status', 'attempt', 'end', 'ended_at', 'in_doubt', 'lease')
run[7] = is_lapsed(run[2], run[7], now_millis()) and 1 or 0
return run
