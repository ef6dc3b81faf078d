-- Tells when a call that an earlier attempt may have made can be made again.
-- KEYS: 1 run
-- Returns: in how many ms its owner before, had it been frozen since its lease was last renewed, would have been without one for a
--          whole lease
-- Invariant: writes nothing.
local at = redis.call('HGET', KEYS[1], 'repeatable_at')
return at and math.max(0, tonumber(at) - now_millis()) or 0
