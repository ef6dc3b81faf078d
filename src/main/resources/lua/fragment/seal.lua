-- Fragment: what seals the lines of the interaction log, a secret per user and day in `as:{u}:seal:<day>`, `<handle> <secret>`
-- with blanks in front.
-- Loaded after index.lua.
-- Invariant: the secret of a day is made once, lives exactly as long as its lines may be read, and is in the index.

-- The day's secret: `<day> <handle> <secret>`, or false. An offer is `<day> <time to live in ms> <handle> <secret>` to use if
-- there is none, with blanks in front of the handle, or '' if nothing is to be sealed. The blanks are stored as well: the slow
-- log shows commands of scripts, too.
local function seal_of(index_key, offer, index_ttl)
  local day, ttl, made = string.match(offer, '^(%S+) (%d+) (.+)$')
  if not day then
    return false
  end
  local key = index_prefix(index_key) .. 'seal:' .. day
  if redis.call('SET', key, made, 'NX', 'PX', ttl) then
    index_add(index_key, 'seal:' .. day, index_ttl)
    return day .. ' ' .. string.match(made, '%S.*')
  end
  return day .. ' ' .. string.match(redis.call('GET', key), '%S.*')
end
