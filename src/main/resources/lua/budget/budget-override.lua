-- Replaces a scope's limit for today: an operator raises (or lowers) it.
--
-- KEYS[1]  as:{t}:reservations
-- ARGV     name, value, … (see budget-books.lua), and:
--          scope   a scope that has days, 'user:<tag>' for example
--          limit   nano-USD
-- Returns  now, day; scope, limit, spent, reserved: the ledger from now on
-- Invariant  lowering a limit takes back nothing: it only stops further grants.

local now = now_millis()
local today = day_of(now, args.zone)
local books = open_books(today, args.scope)
note(books, 'override', args.limit)
local ledger = ledger_of(books)
return answer({now = now, day = today, scope = args.scope, limit = ledger.limit, spent = ledger.spent,
  reserved = ledger.reserved})
