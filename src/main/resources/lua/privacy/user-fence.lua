-- Raises the fence of an erasure: from now on nothing is admitted of the user, and nothing that was admitted can write.
-- KEYS: 1 as:{u}:erasing, 2 epoch, 3 who
-- ARGV: 1 the erasure, 2 how long the fence stands in ms unless it is renewed, 3 channel of the notice, 4 the user's tag
-- Returns: 'raised', or 'was_blocked' if the user was blocked before
-- Invariant: raising it again does no harm. The fence of a user who stays blocked has no time, so a second raise knows it, too.
local blocked = redis.call('PTTL', KEYS[1]) == -1
if blocked then
  redis.call('SET', KEYS[1], ARGV[1])
else
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
local epoch = redis.call('GET', KEYS[2])
redis.call('DEL', KEYS[2], KEYS[3])
if epoch then
  redis.call('PUBLISH', ARGV[3], ARGV[4] .. ' ' .. epoch)
end
return blocked and 'was_blocked' or 'raised'
