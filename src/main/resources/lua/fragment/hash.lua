-- Fragment: hashes that a script reads once and writes once, because each command costs Redis more than a field does.
-- Invariant: nothing is written before write_hash, and a script that changes a hash this way changes it in no other.

-- Reads these fields; further ones are read when they are asked for.
local function open_hash(key, ...)
  local hash = { key = key, values = {}, changed = {} }
  for i, value in ipairs(redis.call('HMGET', key, ...)) do
    hash.values[select(i, ...)] = value
  end
  return hash
end

-- A field's value, or false if there is none.
local function get(hash, field)
  if hash.values[field] == nil then
    hash.values[field] = redis.call('HGET', hash.key, field)
  end
  return hash.values[field]
end

-- A value of false removes the field.
local function put(hash, field, value)
  if not value and hash.values[field] == false then
    return
  end
  hash.values[field] = value
  hash.changed[field] = true
end

local function write_hash(hash)
  local set = {}
  for field in pairs(hash.changed) do
    local value = hash.values[field]
    if value then
      set[#set + 1] = field
      set[#set + 1] = value
    else
      redis.call('HDEL', hash.key, field)
    end
  end
  hash.changed = {}
  if #set > 0 then
    redis.call('HSET', hash.key, unpack(set))
  end
end
