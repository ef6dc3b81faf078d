-- Asks a run's owner to stop, on whatever replica it is. A run that waits for an owner ends at once.
-- KEYS: 1 run
-- ARGV: 1 channel on which owners listen, 2 what to tell there, 3 data of `run.cancelled`, 4 time to live of the record and 5 of
--       events in ms
-- Returns: 'gone' if there is no such run, 'over' if it has ended, 'lapsed' if its owner is gone and somebody has to end it,
--          'cancelling' if its owner is asked to stop, 'cancelled' if it has ended
-- Invariant: asking again does no harm, and a run that has ended stays as it is.
local run = open_hash(KEYS[1], 'status', 'lease', 'seq', 'mode', 'logged', 'epoch', 'end', 'stored', 'stored:log', 'stored:steps')
local status = get(run, 'status')
if not status then
  return 'gone'
end
if is_over(status) then
  return 'over'
end
if not is_active(status) then
  end_run(run, 'cancelled', 'run.cancelled', ARGV[3], '', ARGV[4], ARGV[5])
  write_hash(run)
  return 'cancelled'
end
if tonumber(get(run, 'lease')) < now_millis() then
  return 'lapsed'
end
if status == 'running' then
  become(run, 'cancelling')
  write_hash(run)
end
redis.call('PUBLISH', ARGV[1], ARGV[2])
return 'cancelling'
