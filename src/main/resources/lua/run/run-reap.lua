-- Ends a run whose owner is gone.
-- KEYS: 1 run
-- ARGV: 1 run id, 2 data of `run.failed`, 3 data of `run.cancelled`, 4 time to live of the record and 5 of events in ms
-- Returns: 'gone' if there is no such run, 'over' if it has ended, 'reaped' if it has now, 'owned' if its owner is at work
-- Invariant: a run with a living lease is left alone. Who asked for a stop gets one.
local run = open_hash(KEYS[1], 'status', 'lease', 'attempt', 'turn', 'seq', 'mode', 'logged', 'epoch', 'end', 'stored', 'stored:log',
  'stored:steps', 'in_doubt')
local status, turn = get(run, 'status'), get(run, 'turn')
if not status then
  return 'gone'
end
if is_over(status) then
  return 'over'
end
if tonumber(get(run, 'lease')) >= now_millis() then
  return 'owned'
end
if status == 'cancelling' then
  end_run(run, 'cancelled', 'run.cancelled', ARGV[3], '', ARGV[4], ARGV[5])
else
  end_run(run, 'failed', 'run.failed', ARGV[2], '1', ARGV[4], ARGV[5])
end
write_hash(run)
if turn ~= '' then
  release_turn(turn, ARGV[1] .. ':' .. get(run, 'attempt'))
end
return 'reaped'
