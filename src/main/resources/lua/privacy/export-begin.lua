-- Begins to export a user's data.
-- KEYS: 1 epoch, 2 fence of an erasure, 3 whose export is at work, or was the latest
-- ARGV: 1 for how many ms no other export begins, unless this one ends before, 2 what stands for this export
-- Returns: {'begun', epoch or ''}, {'erasing'} while an erasure is at work, {'limited', ms until the next one may begin}
-- Invariant: the epoch was the user's before anything was read, so one that is the same afterwards was so all the time.
local fence = redis.call('GET', KEYS[2])
if fence and fence ~= 'blocked' then
  return { 'erasing' }
end
if not redis.call('SET', KEYS[3], ARGV[2], 'NX', 'PX', ARGV[1]) then
  return { 'limited', math.max(redis.call('PTTL', KEYS[3]), 0) }
end
return { 'begun', redis.call('GET', KEYS[1]) or '' }
