-- Tells when a reader on another replica than the owner's last looked at a run.
-- KEYS: 1 run
-- Returns: how many ms ago; -1 if none ever did
-- Invariant: writes nothing.
local seen = redis.call('HGET', KEYS[1], 'seen')
return seen and math.max(0, now_millis() - tonumber(seen)) or -1
