-- Charges open reservations in full whose time has run out, as a sweep does, and tells of the others. Loaded after clock.lua,
-- budget-calendar.lua and budget-books.lua.
--
-- KEYS[1]  as:{t}:reservations
-- ARGV     name, value, … (see budget-books.lua), and:
--          sweep_limit   most overdue reservations charged by this call
-- Returns  swept, swept_sum, open: how many are still open
-- Invariant  what is charged is charged once.

local swept, sum = sweep(now_millis(), tonumber(args.sweep_limit))
return answer({swept = swept, swept_sum = sum, open = redis.call('ZCARD', OPEN_RESERVATIONS)})
