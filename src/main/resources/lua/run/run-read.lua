-- Reads a run's events after a cursor.
-- KEYS: 1 run
-- ARGV: 1 number of the last event the reader has ('' to begin with the attempt's first), 2 how many to read,
--       3 '1' if the reader sits on a replica that is not the run's owner
-- Returns: {} if there is no such run, else {1 if the run is over or 0, cursor behind which the events begin,
--          the whole answer so far if events between the reader's cursor and that one are gone or false, {event, ...},
--          1 if its owner's lease has passed or 0},
--          an event being {id, {'type', its type, 'data', its data}}
-- Invariant: what is answered is one moment of the run. A reader gets each event once, or the answer so far in place of those
-- that are gone; of a run that is over always the last event, from the record if the log is gone, unless it has that one.
-- Writes nothing but that somebody elsewhere is reading.
local status, first, last, lease = unpack(redis.call('HMGET', KEYS[1], 'status', 'first', 'seq', 'lease'))
if not status then
  return {}
end
first, last = tonumber(first or 1), tonumber(last or 0)
local over = is_over(status)
if ARGV[3] == '1' and not over then
  redis.call('HSET', KEYS[1], 'seen', string.format('%.0f', now_millis()))
end
local cursor = tonumber(ARGV[1]) or first - 1
if cursor > last then
  -- A number that was never given out says nothing about what its reader has; it gets the end in any case.
  cursor = over and last - 1 or last
end
local key, text = KEYS[1] .. ':events', false
local oldest = redis.call('XRANGE', key, '-', '+', 'COUNT', 1)[1]
local present = oldest and tonumber(string.match(oldest[1], '^%d+')) or last + 1
if cursor < last and cursor + 1 < math.max(first, present) and (oldest or not over) then
  cursor = over and last - 1 or last
  text = redis.call('GET', KEYS[1] .. ':text') or ''
end
local events = redis.call('XRANGE', key, string.format('%.0f', cursor + 1), '+', 'COUNT', ARGV[2])
if over and #events == 0 and cursor < last then
  local types = { succeeded = 'run.completed', cancelled = 'run.cancelled' }
  local data = redis.call('HGET', KEYS[1], 'end')
  events = { { string.format('%.0f-0', last), { 'type', types[status] or 'run.failed', 'data', data or '{}' } } }
end
return { over and 1 or 0, cursor, text, events, is_lapsed(status, lease, now_millis()) and 1 or 0 }
