-- Ends a run that waits and whose time to live is up, or whose journal is gone.
-- KEYS: 1 run
-- ARGV: 1 data of `run.failed` if its time is up, 2 if its journal is gone, 3 time to live of the record and 4 of events in ms
-- Returns: 'gone' if there is no such run, 'over' if it has ended, now or before, 'kept' if there is no reason
-- Invariant: a run with an owner is left alone, and one without never ends before its time.
local run = open_hash(KEYS[1], 'status', 'expires', 'steps', 'seq', 'mode', 'logged', 'epoch', 'end', 'stored', 'stored:log',
  'stored:steps')
local status = get(run, 'status')
if not status then
  return 'gone'
end
if is_over(status) then
  return 'over'
end
if is_active(status) then
  return 'kept'
end
if is_journal_lost(run) then
  end_run(run, 'failed', 'run.failed', ARGV[2], '', ARGV[3], ARGV[4])
elseif has_expired(run) then
  end_run(run, 'rejected', 'run.failed', ARGV[1], '', ARGV[3], ARGV[4])
else
  return 'kept'
end
write_hash(run)
return 'over'
