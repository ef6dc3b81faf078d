-- Opens the books of users on one day, as if each had spent something.
-- KEYS: 1 as:{t}:reservations
-- ARGV: 1 day, 2… tags of the users
-- Returns: how many
-- Invariant: none; fast is all that matters.
local prefix = string.gsub(KEYS[1], 'reservations$', '')
for i = 2, #ARGV do
  local books = prefix .. 'budget:' .. ARGV[1] .. ':user:' .. ARGV[i]
  redis.call('HSET', books, 'limit', '10000000000', 'runs', 1, 'reserved', 0, 'spent', 1000 + i, 'max', 5000 + i,
    'model:openai/gpt-5.4-mini', 1000 + i, 'agent:bench', 1000 + i)
  redis.call('PEXPIRE', books, 3024000000)
  redis.call('ZADD', prefix .. 'spenders:' .. ARGV[1], 1000 + i, ARGV[i])
end
return #ARGV - 1
