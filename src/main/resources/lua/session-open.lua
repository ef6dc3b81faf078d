-- Admits a run, takes the session's turn for it and reads the latest turns.
-- KEYS: 1 epoch, 2 who, 3 turn lock, 4 session
-- ARGV: 1 epoch to use if there is none, 2 who document, 3 time to live of both in ms,
--       4 owner (`run:attempt`), 5 lease in ms, 6 number of latest turns to read
-- Returns: {epoch, 'busy'} if another owner has the turn, else {epoch, 'granted', head or false, {turn or false, ...}}
-- Invariant: at most one owner has the turn; asking again as the owner renews the lease, so a repeated request does no harm.
local epoch = admit(KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3])
local granted = redis.call('SET', KEYS[3], ARGV[4], 'NX', 'PX', ARGV[5])
if not granted then
  if redis.call('GET', KEYS[3]) ~= ARGV[4] then
    return { epoch, 'busy' }
  end
  redis.call('PEXPIRE', KEYS[3], ARGV[5])
end
local head, turns = load_session(KEYS[4], tonumber(ARGV[6]))
return { epoch, 'granted', head or false, turns }
