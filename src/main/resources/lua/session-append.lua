-- Writes the turn of the lock's owner, ends the turn and renews the session's life.
-- KEYS: 1 epoch, 2 turn lock, 3 session, 4 index of the user's keys
-- ARGV: 1 epoch at admission, 2 owner (`run:attempt`), 3 head as it was read ('' for a new session), 4 head to write,
--       5 number of the turn, 6 turn document, 7 number of latest turns to keep, 8 time to live of the session in ms,
--       9 member of the index, 10 time to live of the index in ms
-- Returns: 'written', or why nothing was: 'erased' (the epoch changed), 'fenced_off' (the turn is no longer the owner's),
--          'changed' (the head is not the one the owner read)
-- Invariant: only the owner of the turn writes, on top of exactly what it read, and never after an erasure.
if not epoch_unchanged(KEYS[1], ARGV[1]) then
  return 'erased'
end
if redis.call('GET', KEYS[2]) ~= ARGV[2] then
  return 'fenced_off'
end
local head = redis.call('HGET', KEYS[3], 'head')
if head and head ~= ARGV[3] then
  return 'changed'
end
redis.call('HSET', KEYS[3], 'head', ARGV[4], ARGV[5], ARGV[6])
local dropped = tonumber(ARGV[5]) - tonumber(ARGV[7])
while dropped > 0 and redis.call('HDEL', KEYS[3], string.format('%.0f', dropped)) == 1 do
  dropped = dropped - 1
end
redis.call('PEXPIRE', KEYS[3], ARGV[8])
index_add(KEYS[4], ARGV[9], ARGV[10])
redis.call('DEL', KEYS[2])
return 'written'
