-- Reads what providers keep of runs that must be over.
-- KEYS: 1 what providers keep of all users
-- ARGV: 1 how old it is by then, in ms, 2 how much is read at most, 3 how many of the oldest are passed over,
--       4 the age in ms from which it is forgotten, unless it is a session, which its provider keeps until it is deleted
-- Returns: how many there are, the age of the oldest in ms, then those that are old enough, oldest first
local now = now_millis()
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - ARGV[4]), 'LIMIT', 0, 1000)) do
  if not string.find(member, ':session:', 1, true) then
    redis.call('ZREM', KEYS[1], member)
  end
end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
local reply = { tostring(redis.call('ZCARD', KEYS[1])), string.format('%.0f', oldest[2] and now - oldest[2] or 0) }
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - ARGV[1]), 'LIMIT', ARGV[3], ARGV[2])
for _, member in ipairs(due) do
  reply[#reply + 1] = member
end
return reply
