-- Fragment: how many bytes Redis holds of a user, in the hash `as:{u}:stored`. Loaded after clock.lua and hash.lua. A field is an hour
-- (counted from 1970) and holds the bytes that are gone by its beginning, because what they are of has expired: hours of
-- data that live for less than two days, of others only those at which a day (UTC) begins. Field `tenant`: the tenant's tag.
-- Invariant: the sum over the hours to come is never less than what the user's keys take. An hour that has passed counts
-- nothing, so no mistake lasts longer than the data it was made with.

local HOUR = 3600000

-- What bytes in so many values take at most: allocators round up by a quarter, and each value has its header and place.
local function footprint(bytes, values)
  return math.ceil(bytes * 1.25) + 96 * values
end

local function stored_key(key)
  return string.match(key, '^as:{[^}]*}:') .. 'stored'
end

-- The field that counts what expires in `ttl` ms.
local function hour_of_end(ttl)
  local hours = tonumber(ttl) < 48 * HOUR and 1 or 24
  return string.format('%.0f', math.ceil((now_millis() + ttl) / HOUR / hours) * hours)
end

local function count(key, hour, bytes)
  if bytes ~= 0 and redis.call('HINCRBY', stored_key(key), hour, string.format('%.0f', bytes)) == 0 then
    redis.call('HDEL', stored_key(key), hour)
  end
end

-- Every counted hash remembers what it is counted for, `<bytes> <hour>`, in a field of its own: so it can be counted anew when
-- it grows or lives longer, and no more when it goes. `hash` is an open one, see hash.lua.
local function account_of(hash, field)
  local bytes, hour = string.match(get(hash, field) or '', '^(%d+) (%d+)$')
  return tonumber(bytes or 0), hour
end

-- Counts `by` more bytes, and all of them until `ttl` ms from now; `first` more if nothing was counted before.
local function account(hash, field, by, ttl, first)
  local bytes, hour = account_of(hash, field)
  local now = math.max(0, bytes + by + (hour and 0 or first or 0))
  local until_hour = hour_of_end(ttl)
  if hour and hour ~= until_hour then
    count(hash.key, hour, -bytes)
    bytes = 0
  end
  count(hash.key, until_hour, now - bytes)
  put(hash, field, string.format('%.0f %s', now, until_hour))
end

-- Counts it no more.
local function discount(hash, field)
  local bytes, hour = account_of(hash, field)
  if hour then
    count(hash.key, hour, -bytes)
    put(hash, field, false)
  end
end
