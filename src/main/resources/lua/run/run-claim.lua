-- Gives a run that waits, or that has lost its owner, to the caller, as its next attempt.
-- KEYS: 1-4 see session-open.lua, 5 run, 6 index of the user's keys, 7 idempotency record
-- ARGV: 1-5 see session-open.lua, 6 run id, 7 lease in ms, 8 not after (ms by the clock of Redis), 9 time to live of the record
--       in ms, 10 time to live of the index in ms, 11 newest version of the journal that the caller can read, 12 session ('' for none),
--       13 '1' for a run of the queue: one that has ended since it was taken is not begun again, 14 the caller's track and release
-- Returns: {'claimed', attempt, number of its first event, {finished step, ...}, epoch, head or false, {turn or false, ...},
--          seal or false, why it has a new owner or false, 1 if pieces of an answer were told before or 0},
--          or why not; then nothing was written:
--          {'late'} not_after has passed: the script was stuck
--          {'gone'} there is no such run
--          {'not_stored'} only its client knows what it is to do
--          {'erased'} the user's data were erased since it was admitted
--          {'owned'} its owner is at work
--          {'lapsed'} its owner is gone, somebody has to end it first
--          {'over'} it has ended and may not be continued
--          {'busy'} another run has the session's turn; a run that waits is in line for it from now on
--          {'expired'} its time to live is up, somebody has to end it
--          {'journal_lost'} what it has finished is gone, somebody has to end it
--          {'unreadable'} a newer release wrote its journal
-- Invariant: as of run-admit.lua. The epoch is the one it was first admitted with.
local now = now_millis()
if now > tonumber(ARGV[8]) then
  return { 'late' }
end
local run = open_hash(KEYS[5], 'status', 'attempt', 'lease', 'again', 'epoch', 'seq', 'slight', 'stored', 'stored:log',
  'stored:steps', 'expires', 'steps', 'jv', 'resumed', 'since', 'owner')
local status = get(run, 'status')
if not status then
  return { 'gone' }
end
if is_active(status) then
  return { tonumber(get(run, 'lease')) < now and 'lapsed' or 'owned' }
end
local waits = not is_over(status)
if not waits and (get(run, 'again') ~= '1' or ARGV[13] == '1') then
  return { 'over' }
end
if not get(run, 'epoch') then
  return { 'not_stored' }
end
if not epoch_unchanged(KEYS[1], get(run, 'epoch')) then
  return { 'erased' }
end
if (tonumber(get(run, 'jv')) or 0) > tonumber(ARGV[11]) then
  return { 'unreadable' }
end
if waits and has_expired(run) then
  return { 'expired' }
end
if is_journal_lost(run) then
  return { 'journal_lost' }
end
local attempt = next_attempt(run)
local epoch, granted, head, turns = open_session(ARGV[6] .. ':' .. attempt, ARGV[7])
if not granted then
  if waits then
    wait_for_turn(KEYS[6], ARGV[12], ARGV[6], get(run, 'since'), ARGV[10])
  end
  return { 'busy' }
end
local ttl = string.format('%.0f', lifetime(run, ARGV[9]))
local told = waits and redis.call('EXISTS', run.key .. ':text') or 0
local resumed = waits and get(run, 'resumed')
local first, steps = begin_attempt(run, attempt, now + ARGV[7], ARGV[5] == '1' and KEYS[3] or '', ttl, waits)
put(run, 'resumed', false)
account(run, 'stored', owner_size(run, ARGV[14]), ttl)
put(run, 'owner', ARGV[14])
if get(run, 'slight') then
  -- It was to be kept for a few hours only.
  put(run, 'slight', false)
end
write_hash(run)
redis.call('PEXPIRE', KEYS[5], ttl)
if redis.call('HGET', KEYS[7], 'run') == ARGV[6] then
  redis.call('PEXPIRE', KEYS[7], ttl)
end
index_add(KEYS[6], 'run:' .. ARGV[6], ARGV[10])
return { 'claimed', attempt, first, steps, epoch, head, turns, seal_of(KEYS[6], ARGV[2], ARGV[10]), resumed, told }
