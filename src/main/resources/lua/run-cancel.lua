-- Asks a run's owner to stop, on whatever replica it is.
-- KEYS: 1 run
-- ARGV: 1 channel on which owners listen, 2 what to tell there
-- Returns: 'gone' if there is no such run, 'lapsed' if its owner is gone and somebody has to end it, otherwise its status
-- Invariant: asking again does no harm, and a run that has ended stays as it is.
local row = redis.call('HMGET', KEYS[1], 'status', 'lease')
if not row[1] then
  return 'gone'
end
if not is_active(row[1]) then
  return row[1]
end
if tonumber(row[2]) < now_millis() then
  return 'lapsed'
end
if row[1] == 'running' then
  become(KEYS[1], 'cancelling')
end
redis.call('PUBLISH', ARGV[1], ARGV[2])
return 'cancelling'
