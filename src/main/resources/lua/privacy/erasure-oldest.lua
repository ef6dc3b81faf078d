-- Tells how long the oldest open erasure is open.
-- KEYS: 1 as:{e}:erasures
-- Returns: ms, 0 if none is open
-- Invariant: writes nothing.
local now, oldest = now_millis(), 0
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, 999)) do
  local row = redis.call('HMGET', key('erasure:' .. id), 'open', 'at')
  if row[1] then
    oldest = math.max(oldest, now - row[2])
  end
end
return oldest
