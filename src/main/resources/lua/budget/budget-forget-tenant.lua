-- Takes the users and runs out of a tenant's books. Loaded after clock.lua, budget-calendar.lua and
-- budget-rename.lua.
-- KEYS: 1 as:{t}:reservations; every other key is made from its prefix
-- ARGV: 1 zone, see budget-calendar.lua, 2 the pseudonym, 3 the last day, or '' for today, 4.. keys: books of users, books of runs,
--       and reservations
-- Returns: {today, how many there were that are gone, '1' if there are books of a user of the last day and it is today,
--           how many stay because a call is under way}
-- Invariant: the sums of all scopes stay what they are: what users spent on earlier days goes to one pseudonym. Today's books stay,
-- because limits are checked by them. As long as a reservation is open, no reservation and no run's books go: the call would be
-- settled into nothing. Books that have a pseudonym keep theirs.
local today = day_of(now_millis(), ARGV[1])
local last_day = ARGV[3] ~= '' and ARGV[3] or today
local prefix = string.sub(KEYS[1], 1, -(string.len('reservations') + 1))
local under_way = redis.call('ZCARD', KEYS[1]) > 0
local found, kept, waiting = 0, '', 0

local function rename(day, user, from)
  rename_books(from, prefix .. 'budget:' .. day .. ':user:' .. ARGV[2])
  local spenders = prefix .. 'spenders:' .. day
  local spent = redis.call('ZSCORE', spenders, user)
  if spent then
    rename_spender(spenders, user, spent, ARGV[2])
  end
end

for i = 4, #ARGV do
  local day, user = string.match(ARGV[i], ':budget:(%d%d%d%d%-%d%d%-%d%d):user:(.+)$')
  if not day and under_way then
    waiting = waiting + 1
  elseif not day then
    found = found + redis.call('UNLINK', ARGV[i])
  elseif string.sub(user, 1, 7) ~= 'erased-' and day <= last_day and redis.call('EXISTS', ARGV[i]) == 1 then
    if day == today then
      kept = '1'
    else
      rename(day, user, ARGV[i])
      found = found + 1
    end
  end
end
return { today, found, kept, waiting }
