-- Ends an export of a user's data.
-- KEYS: 1 whose export is at work, or was the latest
-- ARGV: 1 what stands for this export, 2 for how many ms no other begins; 0 if it has failed, and may be asked for again at once
-- Returns: 1, or 0 if another has begun since
-- Invariant: an export lets only itself go.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
