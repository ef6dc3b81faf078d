-- Writes a bucket if it is still as it was read.
-- KEYS: 1 bucket
-- ARGV: 1 state as it was read ('' for none), 2 state to write, 3 time to live in ms
-- Returns: {} if it was written; what is there instead if not: {state or false, microseconds since 1970}
-- Invariant: no two writers ever start from the same state.
local state = redis.call('GET', KEYS[1])
if (state or '') ~= ARGV[1] then
  local time = redis.call('TIME')
  return { state, string.format('%.0f', tonumber(time[1]) * 1000000 + tonumber(time[2])) }
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return {}
