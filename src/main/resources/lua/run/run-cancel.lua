-- Asks a run's owner to stop, on whatever replica it is.
-- KEYS: 1 run
-- ARGV: 1 channel on which owners listen, 2 what to tell there
-- Returns: 'gone' if there is no such run, 'over' if it has ended, 'lapsed' if its owner is gone and somebody has to end it,
--          'cancelling' if its owner is asked to stop
-- Invariant: asking again does no harm, and a run that has ended stays as it is.
local run = open_hash(KEYS[1], 'status', 'lease')
local status = get(run, 'status')
if not status then
  return 'gone'
end
if is_over(status) then
  return 'over'
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
