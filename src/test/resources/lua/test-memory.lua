-- Adds up the memory of all keys of a user on this node.
-- KEYS: 1 any key of the user
-- Returns: bytes
-- Invariant: writes nothing.
local bytes = 0
for _, key in ipairs(redis.call('KEYS', string.match(KEYS[1], '^as:{[^}]*}:') .. '*')) do
  bytes = bytes + redis.call('MEMORY', 'USAGE', key, 'SAMPLES', '0')
end
return bytes
