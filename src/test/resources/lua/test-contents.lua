-- Reads all that Redis holds of a user.
-- KEYS: 1 any key of the user
-- ARGV: none
-- Returns: {{key without `as:{u}:`, SHA-1 of its value}, ...} in the order of the keys
-- Invariant: writes nothing. Equal values have equal digests: a hash counts in the order of its fields, because Redis moves
-- them around while they are read.
local function value(key)
  if redis.call('TYPE', key).ok ~= 'hash' then
    return redis.call('DUMP', key)
  end
  local fields = redis.call('HKEYS', key)
  table.sort(fields)
  return cmsgpack.pack({ fields, redis.call('HMGET', key, unpack(fields)) })
end

local prefix = string.match(KEYS[1], '^as:{[^}]*}:')
local keys = redis.call('KEYS', prefix .. '*')
table.sort(keys)
local contents = {}
for i, key in ipairs(keys) do
  contents[i] = { string.sub(key, string.len(prefix) + 1), redis.sha1hex(value(key)) }
end
return contents
