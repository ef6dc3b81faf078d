-- Reads the ledgers of today. Writes nothing.
--
-- KEYS[1]  as:{t}:reservations
-- ARGV     name, value, … (see budget-books.lua), and:
--          scopes, limit:<scope>   as in budget-reserve.lua
-- Returns  now, day, and for each scope 'limit:<scope>' (absent without one), 'spent:<scope>', 'reserved:<scope>'
-- Invariant  all scopes are read at one instant.

local now = now_millis()
local reply = {now = now, day = day_of(now, args.zone)}
for scope in string.gmatch(args.scopes, '%S+') do
  local ledger = ledger_of(reply.day, scope)
  reply['limit:' .. scope] = ledger.limit
  reply['spent:' .. scope] = ledger.spent
  reply['reserved:' .. scope] = ledger.reserved
end
return answer(reply)
