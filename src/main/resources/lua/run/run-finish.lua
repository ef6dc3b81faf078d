-- Ends a run for its owner: the session's turn, the last events, the record's end, in one step.
-- KEYS: 1-3 see session-append.lua, 4 epoch, 5 run, 6 idempotency record
-- ARGV: 1-9 see session-append.lua, 10 epoch at admission, 11 attempt, 12 owner (`run:attempt`),
--       13 status, 14 last event's type and 15 its data, 16 '1' if a retry may go on with this run,
--       17 type and 18 data of the last event if the run turns out to be cancelled,
--       19 time to live of the record and 20 of events in ms,
--       21 '' if the run called a model, otherwise what to keep in place of its document, unless an attempt before did, and
--       22 time to live of such a record in ms, 23 run id, 24.. events before the last, see run-events.lua
-- Returns: {outcome, run that is next in line for the session's turn or false}. The outcome is the status it ended with: 'cancelled'
--          for a run that was asked to stop, whatever it wanted to become; the status it has, if this attempt ended before; or
--          why nothing was written: 'erased', 'fenced_off', 'changed'
-- Invariant: a run ends once. An answer is in the session exactly if the run succeeded.
local run = open_hash(KEYS[5], 'status', 'attempt', 'lease', 'seq', 'mode', 'logged', 'epoch', 'called', 'end', 'turn', 'stored', 'stored:log',
  'stored:steps', 'in_doubt')
local ended = get(run, 'status')
if ended and get(run, 'attempt') == ARGV[11] and is_over(ended) then
  return { ended, false }
end
local why, status = why_not_owner(KEYS[4], run, ARGV[10], ARGV[11])
if why then
  return { why, false }
end
local cancelled = status == 'cancelling'
why = not cancelled and why_not_append(ARGV[12])
if why then
  return { why, false }
end
append_events(run, 24)
local slight = ARGV[21] ~= '' and get(run, 'called') ~= '1'
local ttl = slight and ARGV[22] or ARGV[19]
if slight then
  account(run, 'stored', footprint(#ARGV[21], 0) - footprint(#get(run, 'doc'), 0), ttl)
  put(run, 'doc', ARGV[21])
  put(run, 'slight', '1')
  if redis.call('HGET', KEYS[6], 'run') == ARGV[23] then
    redis.call('PEXPIRE', KEYS[6], ttl)
  end
else
  put(run, 'called', '1')
end
if cancelled then
  end_run(run, 'cancelled', ARGV[17], ARGV[18], '', ttl, ARGV[20])
else
  append_turn()
  end_run(run, ARGV[13], ARGV[14], ARGV[15], ARGV[16], ttl, ARGV[20])
end
write_hash(run)
release_turn(KEYS[1], ARGV[12])
return { cancelled and 'cancelled' or ARGV[13], next_in_line(get(run, 'turn') or '') }
