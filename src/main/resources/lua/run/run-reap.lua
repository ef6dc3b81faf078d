-- Looks after a run that may have lost its owner: it ends, or, if it continues without its client, waits for another owner.
-- KEYS: 1 run
-- ARGV: 1 run id, 2 data of `run.failed`, 3 data of `run.cancelled`, 4 time to live of the record and 5 of events in ms,
--       6 how many owners in a row it may lose without a new step, 7 data of `run.failed` for one that lost more,
--       8 ms until it expires, if nothing says when
-- Returns: {'gone'} if there is no such run, {'over'} if it has ended, {'owned'} if its owner is at work, {'queued'} if it waits,
--          {'due'} if it waits and has to be ended, and what was done: {'reaped', document, owner or false} if it has ended now,
--          {'requeued'} if it waits now, {'dead', document, owner or false} if it has ended now because it loses its owners,
--          {'dead'} if it had before
-- Invariant: a run with a living lease is left alone. Who asked for a stop gets one. The journal of one that waits is kept.
local run = open_hash(KEYS[1], 'status', 'lease', 'attempt', 'turn', 'seq', 'mode', 'logged', 'epoch', 'end', 'stored', 'stored:log',
  'stored:steps', 'continues', 'lost', 'expires', 'steps', 'in_doubt', 'again', 'doc', 'owner')
local status, turn = get(run, 'status'), get(run, 'turn')
if not status then
  return { 'gone' }
end
if is_over(status) then
  -- Whoever heard 'dead' before may have died before it told anybody.
  return { get(run, 'again') == '1' and (tonumber(get(run, 'lost')) or 0) > tonumber(ARGV[6]) and 'dead' or 'over' }
end
if not is_active(status) then
  return { (has_expired(run) or is_journal_lost(run)) and 'due' or 'queued' }
end
if tonumber(get(run, 'lease')) >= now_millis() then
  return { 'owned' }
end
local owner, outcome = ARGV[1] .. ':' .. get(run, 'attempt'), 'reaped'
local lost = (tonumber(get(run, 'lost')) or 0) + 1
if status == 'cancelling' then
  end_run(run, 'cancelled', 'run.cancelled', ARGV[3], '', ARGV[4], ARGV[5])
elseif get(run, 'continues') ~= '1' or not get(run, 'epoch') then
  end_run(run, 'failed', 'run.failed', ARGV[2], '1', ARGV[4], ARGV[5])
elseif lost > tonumber(ARGV[6]) then
  put(run, 'lost', lost)
  end_run(run, 'failed', 'run.failed', ARGV[7], '1', ARGV[4], ARGV[5])
  outcome = 'dead'
else
  put(run, 'lost', lost)
  wait_again(run, 'lost', ARGV[8], ARGV[4])
  outcome = 'requeued'
end
write_hash(run)
if turn and turn ~= '' then
  release_turn(turn, owner)
end
if outcome == 'requeued' then
  return { outcome }
end
return { outcome, get(run, 'doc'), get(run, 'owner') }
