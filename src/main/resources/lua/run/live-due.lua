-- Takes runs that somebody has to look at.
-- KEYS: 1 as:{q}:live
-- ARGV: 1 how many, 2 ms until another replica looks at them if this one does not get round to it
-- Returns: {member, ...}
-- Invariant: what is taken stays in the list until it is known to be over.
local now = now_millis()
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now), 'LIMIT', 0, ARGV[1])
for _, member in ipairs(due) do
  redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), member)
end
return due
