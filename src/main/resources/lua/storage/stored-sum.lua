-- Fragment: sums up what stored.lua counts. Loaded after clock.lua.

-- What every user takes who was ever admitted: epoch, name, the index and this count.
local USER_BYTES = 3000

-- Returns the bytes counted for the user, the ms until some of it is gone (or nil), the fields whose hour has passed, and the
-- tenant's tag (or nil). A user without a count takes nothing.
local function stored_sum(stored)
  local fields = redis.call('HGETALL', stored)
  local now = now_millis() / 3600000
  local sum, soonest, passed, tenant = #fields > 0 and USER_BYTES or 0, nil, {}, nil
  for i = 1, #fields, 2 do
    local hour = tonumber(fields[i])
    if not hour then
      tenant = fields[i + 1]
    elseif hour > now then
      sum = sum + tonumber(fields[i + 1])
      soonest = math.min(soonest or hour, hour)
    else
      passed[#passed + 1] = fields[i]
    end
  end
  return sum, soonest and math.ceil((soonest - now) * 3600000), passed, tenant
end
