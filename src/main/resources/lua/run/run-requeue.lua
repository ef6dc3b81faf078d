-- Gives a run back, for its owner: another owner continues it.
-- KEYS: 1 epoch, 2 run, 3 turn lock
-- ARGV: 1 epoch at admission, 2 attempt, 3 owner (`run:attempt`), 4 why, as `run.resumed` says it, 5 ms until it expires, if nothing
--       says when, 6 time to live of the record in ms, 7.. events before, see run-events.lua
-- Returns: {'queued', next run in line for the session's turn or false, ms until it expires}, or why not; then nothing was written:
--          {'erased', false, 0}, {'fenced_off', false, 0}, {'cancelling', false, 0} if it was asked to stop
-- Invariant: as of run-again.lua; who gives a run back that was given back before does no harm.
local run = open_hash(KEYS[2], 'status', 'attempt', 'lease', 'seq', 'turn', 'since', 'expires', 'stored', 'stored:log', 'stored:steps')
if get(run, 'status') == 'queued' and get(run, 'attempt') == ARGV[2] then
  return { 'queued', false, expires_in(run) }
end
local why, status = why_not_owner(KEYS[1], run, ARGV[1], ARGV[2])
if why then
  return { why, false, 0 }
end
if status == 'cancelling' then
  return { 'cancelling', false, 0 }
end
local turn = get(run, 'turn') or ''
append_events(run, 7)
wait_again(run, ARGV[4], ARGV[5], ARGV[6])
write_hash(run)
release_turn(KEYS[3], ARGV[3])
return { 'queued', next_in_line(turn), expires_in(run) }
