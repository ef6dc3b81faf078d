-- Reads a page of an audit log, newest entry first.
-- KEYS: 1 stream of the tenant
-- ARGV: 1 id behind which to begin ('' for the newest), 2 action wanted ('' for any), 3 entries at most,
--       4 retention in ms, 5 entries to look through at most
-- Returns: {{{id, {name, value, ...}}, ...}, id behind which the next page begins or false if this is the last}
-- Invariant: writes nothing, and shows nothing older than the retention.
local CHUNK = 100
local oldest = string.format('%.0f', tonumber(redis.call('TIME')[1]) * 1000 - tonumber(ARGV[4]))
local wanted, limit, budget = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[5])
local newest = ARGV[1] == '' and '+' or '(' .. ARGV[1]

local function matches(fields)
  if wanted == '' then
    return true
  end
  for i = 1, #fields, 2 do
    if fields[i] == 'action' then
      return fields[i + 1] == wanted
    end
  end
  return false
end

local found, last = {}, false
while true do
  local chunk = redis.call('XREVRANGE', KEYS[1], newest, oldest, 'COUNT', CHUNK)
  for _, entry in ipairs(chunk) do
    if #found == limit or budget == 0 then
      return { found, last }
    end
    budget = budget - 1
    last = entry[1]
    newest = '(' .. last
    if matches(entry[2]) then
      found[#found + 1] = entry
    end
  end
  if #chunk < CHUNK then
    return { found, false }
  end
end
