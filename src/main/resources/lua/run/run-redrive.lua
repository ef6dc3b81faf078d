-- Has a run that ended without an answer wait for another owner.
-- KEYS: 1 run, 2 epoch
-- ARGV: 1 ms until it expires, 2 time to live of the record in ms
-- Returns: {'queued', attempts so far, priority, now in ms}, or why not; then nothing was written: {'gone'}, {'erased'},
--          {'waits'} if it has not ended, {'over'} if it may not be continued, or its order is not stored
-- Invariant: it goes on after its last finished step, within the money that is left of its cost cap.
local run = open_hash(KEYS[1], 'status', 'attempt', 'again', 'epoch', 'seq', 'priority', 'stored', 'stored:log', 'stored:steps')
local status = get(run, 'status')
if not status then
  return { 'gone' }
end
if not is_over(status) then
  return { 'waits' }
end
if get(run, 'again') ~= '1' or not get(run, 'epoch') then
  return { 'over' }
end
if not epoch_unchanged(KEYS[2], get(run, 'epoch')) then
  return { 'erased' }
end
local now, attempts = now_millis(), get(run, 'attempt')
put(run, 'expires', string.format('%.0f', now + ARGV[1]))
put(run, 'continues', '1')
put(run, 'lost', false)
local ttl = string.format('%.0f', lifetime(run, ARGV[2]))
begin_wait(run, attempts, ttl, get(run, 'priority') or '0', now)
account(run, 'stored', 0, ttl)
write_hash(run)
redis.call('PEXPIRE', KEYS[1], ttl)
return { 'queued', tonumber(attempts), get(run, 'priority'), now }
