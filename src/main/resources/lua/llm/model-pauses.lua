-- Reads which models are to be left alone, and for how long. Needs the fragment clock.
-- KEYS: 1 as:models:paused
-- Returns: {model, milliseconds from now, ...}
-- Invariant: writes nothing.
local now = now_millis()
local fields = redis.call('HGETALL', KEYS[1])
local pauses = {}
for i = 1, #fields, 2 do
  if tonumber(fields[i + 1]) > now then
    pauses[#pauses + 1] = fields[i]
    pauses[#pauses + 1] = tonumber(fields[i + 1]) - now
  end
end
return pauses
