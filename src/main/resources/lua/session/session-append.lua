-- Fragment: ends a turn, with or without writing it. Loaded after hash.lua, stored.lua, index.lua and session-turn.lua.
-- What includes it has, first:
-- KEYS: 1 turn lock, 2 session, 3 index of the user's keys
-- ARGV: 1 '1' if a turn is to be written, otherwise '0'; 2 head as it was read ('' for a new session), 3 head to write,
--       4 number of the turn, 5 turn document, 6 number of latest turns to keep, 7 time to live of the session in ms,
--       8 member of the index, 9 time to live of the index in ms
-- Invariant: only the owner of the turn writes, on top of exactly what it read. Whether the owner still is one, and the
-- user's data were not erased, is for the caller to ask before.

-- The session, open from why_not_append on.
local session

-- Whether append_turn would write: nil, or why not: 'fenced_off' (the turn is no longer the owner's) or 'changed' (the head
-- is not the one the owner read).
local function why_not_append(owner)
  if ARGV[1] == '0' then
    return nil
  end
  if not has_turn(KEYS[1], owner) then
    return 'fenced_off'
  end
  session = open_hash(KEYS[2], 'head', 'stored')
  local head = get(session, 'head')
  if head and head ~= ARGV[2] then
    return 'changed'
  end
  return nil
end

local function append_turn()
  if ARGV[1] == '0' then
    return
  end
  put(session, 'head', ARGV[3])
  put(session, ARGV[4], ARGV[5])
  local bytes = footprint(#ARGV[5], 1)
  local dropped = tonumber(ARGV[4]) - tonumber(ARGV[6])
  local size = dropped > 0 and redis.call('HSTRLEN', KEYS[2], string.format('%.0f', dropped)) or 0
  while size > 0 do
    put(session, string.format('%.0f', dropped), false)
    bytes = bytes - footprint(size, 1)
    dropped = dropped - 1
    size = dropped > 0 and redis.call('HSTRLEN', KEYS[2], string.format('%.0f', dropped)) or 0
  end
  account(session, 'stored', bytes, ARGV[7], 1000 + footprint(#ARGV[3], 1))
  write_hash(session)
  redis.call('PEXPIRE', KEYS[2], ARGV[7])
  index_add(KEYS[3], ARGV[8], ARGV[9])
end
