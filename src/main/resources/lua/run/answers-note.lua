-- Notes whether answers that a user was given are free of third-party content.
-- KEYS: 1 known answers, 2 epoch, 3 index of the user's keys
-- ARGV: 1 epoch at admission, 2 '1' if they are, '0' if they are not, 3 for how long they are known in ms, 4 how many are known
--       of a user at most, 5 member of the index, 6 time to live of the index in ms, 7… tags of the answers
-- Returns: 'noted', or 'erased' if the user's data were erased since the admission; then nothing was written
-- Invariant: at most ARGV[4] are known, those that were given last; one that was given with third-party content in it, too, is
-- not known until it is given without again.
if not epoch_unchanged(KEYS[2], ARGV[1]) then
  return 'erased'
end
local now = now_millis()
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
if ARGV[2] == '0' then
  redis.call('ZREM', KEYS[1], unpack(ARGV, 7))
  return 'noted'
end
for i = 7, #ARGV do
  redis.call('ZADD', KEYS[1], string.format('%.0f', now + tonumber(ARGV[3])), ARGV[i])
end
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -(tonumber(ARGV[4]) + 1))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
index_add(KEYS[3], ARGV[5], ARGV[6])
return 'noted'
