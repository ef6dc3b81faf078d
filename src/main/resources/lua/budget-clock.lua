-- The only clock of the budget: that of Redis, in milliseconds. Tests load another fragment in its place.
local function now_millis()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
