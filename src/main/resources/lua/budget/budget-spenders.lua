-- Reads who spent most on a day. Writes nothing.
--
-- KEYS[1]  as:{t}:reservations
-- ARGV     name, value, … (see budget-books.lua), and:
--          day, count   a date; how many at most
-- Returns  user tag, nano-USD, …, the largest first

return redis.call('ZREVRANGE', PREFIX .. 'spenders:' .. args.day, 0, args.count - 1, 'WITHSCORES')
