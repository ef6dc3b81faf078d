-- Fragment: reads a session, a hash with the field `head` and one field per turn number.

-- Returns the head, or nil if there is no session, and up to `count` latest turns, oldest first, false for one that is not there.
-- A head that is not readable comes back without turns: the caller reports it.
local function load_session(session_key, count)
  local head = redis.call('HGET', session_key, 'head')
  if not head then
    return nil, {}
  end
  local readable, document = pcall(cjson.decode, head)
  local last = readable and type(document) == 'table' and tonumber(document.turns) or 0
  -- Also false for infinity and NaN, over which the loop below would never end.
  if not (last < 2 ^ 53) then
    last = 0
  end
  local fields = {}
  for turn = math.max(1, last - count + 1), last do
    fields[#fields + 1] = string.format('%.0f', turn)
  end
  if #fields == 0 then
    return head, {}
  end
  return head, redis.call('HMGET', session_key, unpack(fields))
end
