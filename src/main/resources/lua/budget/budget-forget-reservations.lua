-- Deletes closed reservations of a user, and gives open ones of earlier days a pseudonym. Loaded after clock.lua and
-- budget-calendar.lua.
-- KEYS: 1 as:{t}:reservations
-- ARGV: 1 zone, see budget-calendar.lua, 2 user's tag, 3 the pseudonym, 4.. keys of reservations of anybody in the tenant
-- Returns: how many of them were the user's, and are no more
-- Invariant: what is settled or swept late goes to the pseudonym, like the books of its day.
local today = day_of(now_millis(), ARGV[1])
local scope, found = 'user:' .. ARGV[2], 0
for i = 4, #ARGV do
  local row = redis.call('HMGET', ARGV[i], 'state', 'scopes', 'day')
  local first, last = string.find(row[2] or '', scope, 1, true)
  if first and row[1] ~= 'open' then
    found = found + redis.call('UNLINK', ARGV[i])
  elseif first and row[3] ~= today then
    redis.call('HSET', ARGV[i], 'scopes', string.sub(row[2], 1, first - 1) .. 'user:' .. ARGV[3] .. string.sub(row[2], last + 1))
    found = found + 1
  end
end
return found
