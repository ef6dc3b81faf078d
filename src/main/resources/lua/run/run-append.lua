-- Appends a block of events to the log of a run.
-- KEYS: 1 epoch, 2 run
-- ARGV: 1 epoch at admission, 2 attempt, from 3 on the block as append_events takes it
-- Returns: 'stored', or why nothing was: 'erased', 'fenced_off'
-- Invariant: only the run's owner writes; a block that is sent again does no harm.
local run = open_hash(KEYS[2], 'status', 'attempt', 'lease', 'seq', 'stored:log')
local refusal = why_not_owner(KEYS[1], run, ARGV[1], ARGV[2])
if refusal then
  return refusal
end
append_events(run, 3)
write_hash(run)
return 'stored'
