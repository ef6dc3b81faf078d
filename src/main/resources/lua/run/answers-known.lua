-- Counts how many answers are known to be free of third-party content.
-- KEYS: 1 known answers
-- ARGV: tags of the answers
-- Returns: how many of them are known
-- Invariant: writes nothing.
local now = now_millis()
local known = 0
for _, tag in ipairs(ARGV) do
  local expires = redis.call('ZSCORE', KEYS[1], tag)
  if expires and tonumber(expires) > now then
    known = known + 1
  end
end
return known
