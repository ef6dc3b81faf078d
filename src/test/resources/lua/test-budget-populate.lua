-- Opens the books of many users on one day, as if each had spent something.
-- KEYS: 1 as:{t}:reservations
-- ARGV: 1 day, 2 first user, 3 last user
-- Returns: how many
-- Invariant: none; fast is all that matters.
local prefix = string.gsub(KEYS[1], 'reservations$', '')
for user = tonumber(ARGV[2]), tonumber(ARGV[3]) do
  local tag = string.format('%032x', user)
  redis.call('HSET', prefix .. 'budget:' .. ARGV[1] .. ':user:' .. tag, 'limit', '10000000000', 'runs', 1, 'reserved', 0,
    'spent', 1000 + user, 'max', 5000 + user, 'model:test/coin', 1000 + user, 'agent:assistant', 1000 + user)
  redis.call('PEXPIRE', prefix .. 'budget:' .. ARGV[1] .. ':user:' .. tag, 3024000000)
  redis.call('ZADD', prefix .. 'spenders:' .. ARGV[1], 1000 + user, tag)
end
return ARGV[3] - ARGV[2] + 1
