-- Reads some of a day's spenders, in no order. Writes nothing.
--
-- KEYS[1]  as:{t}:reservations
-- ARGV     name, value, … (see budget-books.lua), and:
--          day, cursor, count   a date; '0' or the cursor of the answer before; about how many
-- Returns  cursor ('0' when there are no more), then user tag, nano-USD, …
-- Invariant  who was on the list all the time is in one of the answers, perhaps in several: a later one replaces an earlier.

local scan = redis.call('ZSCAN', PREFIX .. 'spenders:' .. args.day, args.cursor, 'COUNT', args.count)
local reply = {'cursor', scan[1]}
for _, value in ipairs(scan[2]) do
  reply[#reply + 1] = value
end
return reply
