-- Ends a run whose owner is gone.
-- KEYS: 1 run
-- ARGV: 1 run id, 2 data of `run.failed`, 3 data of `run.cancelled`, 4 time to live of the record and 5 of events in ms
-- Returns: 'gone' if there is no such run, 'over' if it has ended, 'reaped' if it has now; otherwise the milliseconds its
--          lease has left
-- Invariant: a run with a living lease is left alone. Who asked for a stop gets one.
local row = redis.call('HMGET', KEYS[1], 'status', 'lease', 'attempt', 'turn')
if not row[1] then
  return 'gone'
end
if not is_active(row[1]) then
  return 'over'
end
local left = tonumber(row[2]) - now_millis()
if left >= 0 then
  return string.format('%.0f', left)
end
if row[1] == 'cancelling' then
  end_run(KEYS[1], 'cancelled', 'run.cancelled', ARGV[3], '', ARGV[4], ARGV[5])
else
  end_run(KEYS[1], 'failed', 'run.failed', ARGV[2], '1', ARGV[4], ARGV[5])
end
if row[4] ~= '' then
  release_turn(row[4], ARGV[1] .. ':' .. row[3])
end
return 'reaped'
