-- Reads the books of one scope on many days. Writes nothing.
--
-- KEYS[1]  as:{t}:reservations
-- ARGV     name, value, … (see budget-books.lua), and:
--          scope, days   'user:<tag>' or 'tenant'; dates separated by blanks
-- Returns  '<day> <field>', value, …: every field of the books of every day that has any
-- Invariant  all days are read at one instant.

local reply = {}
for day in string.gmatch(args.days, '%S+') do
  local fields = redis.call('HGETALL', books_of(day, args.scope))
  for i = 1, #fields, 2 do
    reply[day .. ' ' .. fields[i]] = fields[i + 1]
  end
end
return answer(reply)
