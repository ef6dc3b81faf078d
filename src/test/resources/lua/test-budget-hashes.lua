-- Reads hashes.
-- KEYS: the hashes
-- ARGV: none
-- Returns: for each {field, value, …}
-- Invariant: writes nothing.
local rows = {}
for i, key in ipairs(KEYS) do
  rows[i] = redis.call('HGETALL', key)
end
return rows
