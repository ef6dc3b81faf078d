-- Notes that a user is in the export of a tenant.
-- KEYS: 1 as:bucket:{t}:exported
-- ARGV: 1 what stands for the export, 2 user's tag, 3 for how many ms that is known
-- Returns: 1, or 0 if the user is in it already
-- Invariant: of another export nothing is known.
if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 0 then
  redis.call('UNLINK', KEYS[1])
  redis.call('SADD', KEYS[1], ARGV[1])
end
local first = redis.call('SADD', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return first
