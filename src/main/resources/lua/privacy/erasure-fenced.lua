-- Counts the erasures whose users' fences stand.
-- KEYS: 1 as:{e}:erasures
-- Returns: how many
-- Invariant: writes nothing.
local fenced = 0
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  fenced = fenced + redis.call('HEXISTS', key('erasure:' .. id), 'open')
end
return fenced
