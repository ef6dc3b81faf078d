-- Charges what a call really cost, on the day it was reserved.
--
-- KEYS[1]  as:{t}:reservations
-- ARGV     name, value, … (see budget-books.lua), and:
--          settle, actual, unreported   id of the reservation, nano-USD it cost, nano-USD of it without a provider's report
-- Returns  now; settled: the state the reservation was in: open, swept, settled (nothing was done), unknown (there is none,
--          or it was settled too long ago); settled_amount: what had been reserved
-- Invariant  an id is charged once: its cost, whether or not it was swept before.

fields_read = {'spent', 'reserved', 'max', 'unreported'}
local settled, settled_amount = settle(args.settle, tonumber(args.actual), tonumber(args.unreported))
return answer({now = now_millis(), settled = settled, settled_amount = settled_amount})
