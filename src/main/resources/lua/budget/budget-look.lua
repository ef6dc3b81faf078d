-- Reads the ledgers of today. Writes nothing but who comes while the tenant is being erased.
--
-- KEYS[1]  as:{t}:reservations
-- ARGV     name, value, … (see budget-books.lua), and:
--          scopes, limit:<scope>   as in budget-reserve.lua
--          comer                   tag of the user of whom something is stored beside this, or absent
-- Returns  now, day, and for each scope 'limit:<scope>' (absent without one), 'spent:<scope>', 'reserved:<scope>'
--          erasing     '1' while the tenant is being erased
-- Invariant  all scopes are read at one instant.

fields_read = {'override', 'spent', 'reserved'}
local now = now_millis()
local reply = {now = now, day = day_of(now, args.zone)}
for _, books in ipairs(all_books(reply.day, args.scopes)) do
  local scope = books.scope
  reply['limit:' .. scope] = books.override or args['limit:' .. scope]
  reply['spent:' .. scope] = books.spent or 0
  reply['reserved:' .. scope] = books.reserved or 0
end
if redis.call('EXISTS', PREFIX .. 'erasing') == 1 then
  reply.erasing = '1'
  if args.comer then
    -- The fence is not lowered before this user's data are looked for.
    redis.call('SADD', PREFIX .. 'came', args.comer)
    redis.call('EXPIRE', PREFIX .. 'came', 2592000)
  end
end
return answer(reply)
