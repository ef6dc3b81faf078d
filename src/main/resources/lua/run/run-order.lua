-- Reads what a run is to do, and for whom.
-- KEYS: 1 run, 2 who
-- Returns: {who or false, doc, input, idem, again, each false if it is not there, now in ms}
-- Invariant: writes nothing.
local run = redis.call('HMGET', KEYS[1], 'doc', 'input', 'idem', 'again')
return { redis.call('GET', KEYS[2]), run[1], run[2], run[3], run[4], now_millis() }
