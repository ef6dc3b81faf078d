-- Fragment: the only clock of money and leases, that of Redis, in milliseconds: replicas' clocks may differ. Tests load
-- another fragment in its place.
local function now_millis()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
