-- Records what a run has finished, for its next attempt.
-- KEYS: 1 epoch, 2 run, 3 idempotency record
-- ARGV: 1 epoch at admission, 2 attempt, 3 time to live in ms, 4 how many documents come before this one, 5 document,
--       6 the call whose effect is known by it ('' if it is of none, or leaves it in doubt)
-- Returns: 'stored', or why nothing was: 'erased', 'fenced_off', or 'gap' if one before it is missing
-- Invariant: all keys of a run live as long as the one that was written last. What is recorded has no gap,
-- although nobody waits for one document before the next is sent.
local run = open_hash(KEYS[2], 'status', 'attempt', 'lease', 'stored:steps', 'expires', 'steps', 'lost', 'jv', 'in_doubt')
local why = why_not_owner(KEYS[1], run, ARGV[1], ARGV[2])
if why then
  return why
end
local outcome = append_entries(run, KEYS[3], ARGV[4], ARGV[3], { ARGV[5] })
if outcome == 'stored' then
  if get(run, 'lost') then
    -- It got on since.
    put(run, 'lost', false)
  end
  if ARGV[6] ~= '' then
    settle_call(run, ARGV[6])
  end
  write_hash(run)
end
return outcome
