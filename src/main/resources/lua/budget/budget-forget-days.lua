-- Gives the books of a user's earlier days a pseudonym, and takes the user off the list of the tenant's users. Loaded after clock.lua,
-- budget-calendar.lua and budget-rename.lua.
-- KEYS: 1 as:{t}:reservations; every other key is made from its prefix
-- ARGV: 1 zone, see budget-calendar.lua, 2 user's tag, 3 the pseudonym, '' to look only, 4 the last day that is the user's ('' for
--       today's), 5 how many days back there may be books
-- Returns: {today, how many books and entries of earlier days there were, '1' if there are books of the last day and it is today}
-- Invariant: the sums of all scopes stay what they are. Today's books stay, because limits are checked by them.
local now = now_millis()
local today = day_of(now, ARGV[1])
local last_day = ARGV[4] ~= '' and ARGV[4] or today
local prefix = string.sub(KEYS[1], 1, -(string.len('reservations') + 1))
local found = 0

local function books(day, user)
  return prefix .. 'budget:' .. day .. ':user:' .. user
end

local function rename(day)
  local from, to = books(day, ARGV[2]), books(day, ARGV[3])
  if redis.call('EXISTS', from) == 1 then
    found = found + 1
    if ARGV[3] ~= '' then
      rename_books(from, to)
    end
  end
  local spenders = prefix .. 'spenders:' .. day
  local spent = redis.call('ZSCORE', spenders, ARGV[2])
  if spent then
    found = found + 1
    if ARGV[3] ~= '' then
      rename_spender(spenders, ARGV[2], spent, ARGV[3])
    end
  end
end

-- Of a user who comes back after the erasure the list speaks again.
if last_day == today and redis.call('ZSCORE', prefix .. 'users', ARGV[2]) then
  found = found + 1
  if ARGV[3] ~= '' then
    redis.call('ZREM', prefix .. 'users', ARGV[2])
  end
end

-- In steps of half a day, because days of 23 hours would be stepped over otherwise.
local seen
for half = 0, 2 * ARGV[5] do
  local day = day_of(now - half * 43200000, ARGV[1])
  if day ~= seen and day ~= today and day <= last_day then
    rename(day)
  end
  seen = day
end
local kept = last_day == today and (redis.call('EXISTS', books(today, ARGV[2])) == 1
  or redis.call('ZSCORE', prefix .. 'spenders:' .. today, ARGV[2]))
return { today, found, kept and '1' or '' }
