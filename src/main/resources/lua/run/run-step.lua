-- Records what a run has finished, for its next attempt.
-- KEYS: 1 epoch, 2 run, 3 idempotency record
-- ARGV: 1 epoch at admission, 2 attempt, 3 time to live in ms, 4 how many documents come before this one, 5 document
-- Returns: 'stored', or why nothing was: 'erased', 'fenced_off', or 'gap' if one before it is missing
-- Invariant: all keys of a run live as long as the one that was written last. What is recorded has no gap, although nobody waits for one document before the next is sent.
local run = open_hash(KEYS[2], 'status', 'attempt', 'lease', 'stored:steps')
local why = why_not_owner(KEYS[1], run, ARGV[1], ARGV[2])
if why then
  return why
end
if redis.call('LLEN', KEYS[2] .. ':steps') ~= tonumber(ARGV[4]) then
  return 'gap'
end
redis.call('RPUSH', KEYS[2] .. ':steps', ARGV[5])
for _, key in ipairs({ KEYS[2] .. ':steps', KEYS[2], KEYS[3] }) do
  redis.call('PEXPIRE', key, ARGV[3])
end
account(run, 'stored:steps', footprint(#ARGV[5], 1), ARGV[3], 400)
write_hash(run)
return 'stored'
