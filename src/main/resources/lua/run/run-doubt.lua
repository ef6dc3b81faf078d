-- Fragment: the calls of a run whose effect is unknown, in the field `in_doubt` of its record, an open hash: JSON objects separated
-- by commas. Loaded after hash.lua.
-- Invariant: a call is in it once, from before it begins until its result is in the journal, or for ever if it has none.

local DOUBTFUL = '{"call":"([^"]*)","tool":"([^"]*)"}'

-- The effect of a call is known, or it begins anew.
local function settle_call(run, call)
  local before = get(run, 'in_doubt')
  if not before then
    return
  end
  local left = {}
  for id, tool in string.gmatch(before, DOUBTFUL) do
    if id ~= call then
      left[#left + 1] = '{"call":"' .. id .. '","tool":"' .. tool .. '"}'
    end
  end
  put(run, 'in_doubt', #left > 0 and table.concat(left, ','))
end

-- A call is about to be made.
local function open_call(run, call, tool)
  settle_call(run, call)
  local others = get(run, 'in_doubt')
  put(run, 'in_doubt', (others and others .. ',' or '') .. '{"call":"' .. call .. '","tool":"' .. tool .. '"}')
end

-- The data of an end, a JSON object, with the calls that it leaves in doubt.
local function naming_doubts(run, data)
  local calls = get(run, 'in_doubt')
  if not calls then
    return data
  end
  return string.sub(data, 1, -2) .. (data == '{}' and '' or ',') .. '"in_doubt":[' .. calls .. ']}'
end
