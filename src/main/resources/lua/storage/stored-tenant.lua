-- Notes how many bytes Redis holds of one user, in the books of the tenant, which add up all users.
-- KEYS: 1 as:{t}:stored (a hash: user tag -> bytes, and `total`), 2 as:{t}:stored:due (sorted set of user tags by when they
--       have to be read again, in ms)
-- ARGV: 1 user's tag, 2 bytes, 3 ms until the user is to be read again, 4 how many due users to name, 5 ms for which nobody
--       else is told of them, 6 time to live of both keys in ms
-- Returns: {user tag, ...}: users who have to be read again, because some of what was noted of them is gone by now
-- Invariant: `total` is the sum of the other fields. What is noted of a user is replaced, never added to, so that nothing
-- drifts, and it is read again when it is too much.
local now = now_millis()
local before = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or 0)
redis.call('HINCRBY', KEYS[1], 'total', string.format('%.0f', ARGV[2] - before))
if ARGV[2] == '0' then
  redis.call('HDEL', KEYS[1], ARGV[1])
  redis.call('ZREM', KEYS[2], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  redis.call('ZADD', KEYS[2], string.format('%.0f', now + ARGV[3]), ARGV[1])
end
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now), 'LIMIT', 0, ARGV[4])
for _, user in ipairs(due) do
  redis.call('ZADD', KEYS[2], string.format('%.0f', now + ARGV[5]), user)
end
redis.call('PEXPIRE', KEYS[1], ARGV[6])
redis.call('PEXPIRE', KEYS[2], ARGV[6])
return due
