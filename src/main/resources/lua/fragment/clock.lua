-- Fragment: the only clock of money and leases, that of Redis, in milliseconds: replicas' clocks may differ. For one script
-- it stands still. Tests load another fragment in its place.
local millis

local function now_millis()
  if not millis then
    local time = redis.call('TIME')
    millis = time[1] * 1000 + math.floor(time[2] / 1000)
  end
  return millis
end
