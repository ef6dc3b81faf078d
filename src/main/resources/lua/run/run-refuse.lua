-- Ends a run that waits, because it cannot be queued after all.
-- KEYS: 1 run
-- ARGV: 1 attempts so far, 2 status, 3 data of `run.failed`, 4 time to live of the record and 5 of events in ms
-- Returns: 1 if it has ended, 0 if it does not wait, or not since that attempt
-- Invariant: a retry may go on with it.
local run = open_hash(KEYS[1], 'status', 'attempt', 'seq', 'mode', 'logged', 'epoch', 'end', 'stored', 'stored:log', 'stored:steps')
if get(run, 'status') ~= 'queued' or get(run, 'attempt') ~= ARGV[1] then
  return 0
end
end_run(run, ARGV[2], 'run.failed', ARGV[3], '1', ARGV[4], ARGV[5])
write_hash(run)
return 1
