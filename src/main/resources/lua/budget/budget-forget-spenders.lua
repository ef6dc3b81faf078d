-- Takes users off a tenant's lists of who spent what on earlier days, where they have no books any more. Loaded after clock.lua,
-- budget-calendar.lua and budget-rename.lua.
-- KEYS: 1 as:{t}:reservations; every other key is made from its prefix
-- ARGV: 1 zone, see budget-calendar.lua, 2 the pseudonym, '' to look only, 3 the last day, or '' for today's, 4 how many days before
--       it, 5 how many of the list to skip
-- Returns: {how many there were, how many to skip next, or -1 at the end of the list}
-- Invariant: the sum of a list stays what it is.
local PAGE = 500
local now = now_millis()
local today = day_of(now, ARGV[1])
local last_day = ARGV[3] ~= '' and ARGV[3] or today
local day = day_of(now - ARGV[4] * 86400000, ARGV[1])
if day == today or day > last_day then
  return { 0, -1 }
end
local list = string.sub(KEYS[1], 1, -(string.len('reservations') + 1)) .. 'spenders:' .. day
local page = redis.call('ZRANGE', list, ARGV[5], ARGV[5] + PAGE - 1, 'WITHSCORES')
local found, stay = 0, 0
for i = 1, #page, 2 do
  if string.sub(page[i], 1, 7) == 'erased-' then
    stay = stay + (page[i] == ARGV[2] and 0 or 1)
  else
    found = found + 1
    if ARGV[2] ~= '' then
      rename_spender(list, page[i], page[i + 1], ARGV[2])
    else
      stay = stay + 1
    end
  end
end
return { found, #page < 2 * PAGE and -1 or ARGV[5] + stay }
