-- Notes what a provider keeps of a user's run.
-- KEYS: 1 what providers keep of the user, 2 epoch, 3 index of the user's keys
-- ARGV: 1 epoch at admission, 2 what it is: <provider>:<kind>:<id>, 3 for how long it is known in ms, 4 member of the index,
--       5 time to live of the index in ms
-- Returns: 'noted', or 'erased' if the user's data were erased since the admission; then nothing was written
-- Invariant: what is not deleted at its provider is listed, by when it began.
if not epoch_unchanged(KEYS[2], ARGV[1]) then
  return 'erased'
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now_millis()), ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
index_add(KEYS[3], ARGV[4], ARGV[5])
return 'noted'
