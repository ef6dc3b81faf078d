-- Reads all that a run holds, for the person whose run it is.
-- KEYS: 1 run
-- Returns: {doc, status, attempt, ended_at in ms, input, end, text of the answer so far, each false if it is not there,
--          {journal entry, ...}}
-- Invariant: writes nothing.
local run = redis.call('HMGET', KEYS[1], 'doc', 'status', 'attempt', 'ended_at', 'input', 'end')
run[7] = redis.call('GET', KEYS[1] .. ':text')
run[8] = redis.call('LRANGE', KEYS[1] .. ':steps', 0, -1)
return run
