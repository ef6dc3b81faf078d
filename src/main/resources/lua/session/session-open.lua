-- Fragment: opens a run's place in a conversation. Loaded after epoch.lua and session-load.lua. What includes it has, first:
-- KEYS: 1 epoch, 2 who, 3 turn lock, 4 session
-- ARGV: 1 epoch to use if there is none, 2 an offer for seal.lua, 3 time to live of both in ms, 4 number of latest turns to read,
--       5 '1' if a conversation is kept, otherwise '0' and the keys 3 and 4 are not touched
-- Invariant: at most one owner has the turn; asking again as the owner renews the lease, so a repeated request does no harm.

-- Admits the user, takes the turn for the owner (`run:attempt`) and reads the latest turns.
-- Returns epoch, whether the turn is the owner's, head or false, {turn or false, ...}, whether it is stored who the user is
local function open_session(owner, lease)
  local epoch, named = admit(KEYS[1], KEYS[2], ARGV[1], ARGV[3])
  if ARGV[5] == '0' then
    return epoch, true, false, {}, named
  end
  if not redis.call('SET', KEYS[3], owner, 'NX', 'PX', lease) then
    if redis.call('GET', KEYS[3]) ~= owner then
      return epoch, false
    end
    redis.call('PEXPIRE', KEYS[3], lease)
  end
  local head, turns = load_session(KEYS[4], tonumber(ARGV[4]))
  return epoch, true, head or false, turns, named
end
