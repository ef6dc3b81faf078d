-- Tells how long the oldest open erasure is open, and since when a step of any has been due and was not taken.
-- KEYS: 1 as:{e}:erasures
-- Returns: {ms, ms}, 0 if none is
-- Invariant: writes nothing. An attempt that fails saves nothing, so what it should have done stays due.
-- One that is done again is open since then, whenever it was asked for.
local now, oldest, overdue = now_millis(), 0, 0
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, 999)) do
  local row = redis.call('HMGET', key('erasure:' .. id), 'open', 'at', 'due', 'since')
  if row[1] then
    oldest = math.max(oldest, now - (row[4] or row[2]))
  end
  overdue = math.max(overdue, now - (row[3] or now))
end
return { oldest, overdue }
