-- Admits a run, or its next attempt, unless this request was made before: takes the session's turn, makes the record. A run
-- that is to wait for an owner gets its record alone: the turn and the attempt are its first owner's.
-- KEYS: 1-4 see session-open.lua, 5 run, 6 index of the user's keys, 7 idempotency record, 8 the same in its other form (not touched
--       without a fingerprint)
-- ARGV: 1-5 see session-open.lua, 6 run id, 7 lease in ms, 8 not after (ms by the clock of Redis), 9 document, 10 mode,
--       11 fingerprint of the request ('' without an idempotency key), 12 member of the idempotency record in the index,
--       13 time to live of record and idempotency record in ms, 14 time to live of the index in ms,
--       15 how many bytes may be stored of the user, 16 the tenant's tag, 17 input ('' if only the client keeps it),
--       18 '1' if the run's events are logged, 19 '1' if it continues without its client, 20 '1' if it is to wait for an owner,
--       21 '1' if such a run is refused while another has the session's turn, 22 ms until it expires ('' if it does not wait),
--       23 its priority, 24 the epoch that the request saw before ('' if it was not answered yet), 25 the caller's track and
--       release, 26 fingerprint in its other form, 27 member of the record of that form in the index ('' if it is not written)
-- Returns: {'admitted', attempt, number of its first event, {finished step, ...}, epoch, head or false, {turn or false, ...},
--          seal or false, document of the first attempt, its input, unnamed}; both false if this is the first or none before called a model},
--          {'queued', attempts so far, priority, now in ms, unnamed}: it waits; unnamed is the epoch if it is not stored who the
--          user is, or false,
--          or why not; then nothing was written but the epoch:
--          {'late'} not_after has passed: the script was stuck
--          {'erased'} the user's data were erased since the request was answered first
--          {'erasing'} they are being erased, {'blocked'} they were, and the user is not admitted any more
--          {'busy', epoch or false} another run has the session's turn
--          {'full', bytes stored, ms until some of them have expired or -1}
--          {'reused'} the idempotency key came with another request
--          {'in_progress', run}, {'ended', run}: the run this key stands for
--          {'lapsed', run, epoch or false}: its owner is gone, somebody has to end it first
--          {'again', run, epoch or false}: it may have another attempt, if that is the run to admit
--          {'journal_lost', run}: it may not, because what it had finished is not there any more
-- Invariant: an idempotency key stands for one run at a time, and never outlives it. An attempt number is given out once.
-- The other form of an idempotency record is that of the release before: it is read, it is written as long as such a release may
-- serve as well, and expires by itself within hours.
-- A request that was answered before an erasure is not admitted after it.
local now = now_millis()
if now > tonumber(ARGV[8]) then
  return { 'late' }
end
local refused, generation = why_not_admitted(KEYS[1], ARGV[24])
if refused then
  return { refused }
end

-- The run this key stands for, its status, lease and whether it may be repeated, and whether it came with this request; or nil.
local function known_run()
  for form, fingerprint in ipairs({ ARGV[11], ARGV[26] }) do
    local known = redis.call('HMGET', KEYS[6 + form], 'run', 'request')
    local key = known[1] and string.sub(KEYS[5], 1, -(string.len(ARGV[6]) + 1)) .. known[1]
    local row = key and redis.call('HMGET', key, 'status', 'lease', 'again')
    if row and row[1] then
      return known[1], row, known[2] == fingerprint
    end
  end
end

-- For so long in ms a replica of the release before finds the run that a retry is meant for: longer than an upgrade takes.
local FORMER = 6 * 3600 * 1000

-- Has an idempotency key stand for this run.
local function stand_for(key, fingerprint, member, ttl)
  if member ~= '' and fingerprint ~= '' then
    redis.call('HSET', key, 'run', ARGV[6], 'request', fingerprint)
    redis.call('PEXPIRE', key, ttl)
    index_add(KEYS[6], member, ARGV[14])
  end
end

-- What stands in the way of the run this key stands for, as an answer; or nil.
local function earlier_run()
  local id, row, same = known_run()
  if not id then
    return nil
  end
  if not same then
    return { 'reused' }
  end
  if not is_over(row[1]) then
    return { is_active(row[1]) and tonumber(row[2]) < now and 'lapsed' or 'in_progress', id, generation }
  end
  if row[3] ~= '1' then
    return { 'ended', id }
  end
  return id ~= ARGV[6] and { 'again', id, generation } or nil
end

local answer = ARGV[11] ~= '' and earlier_run()
if answer then
  return answer
end
local stored = stored_key(KEYS[5])
local bytes, soonest, passed, tenant = stored_sum(stored)
local run = open_hash(KEYS[5], 'status', 'attempt', 'seq', 'doc', 'slight', 'epoch', 'stored', 'stored:log', 'stored:steps',
  'expires', 'continues', 'lost', 'again', 'resumed', 'steps', 'lease', 'since', 'owner')
if is_journal_lost(run) then
  return { 'journal_lost', ARGV[6] }
end
local before = get(run, 'doc')
local kept = get(run, 'slight') ~= '1' and before
local document = kept or ARGV[9]
local input = ARGV[17] ~= '' and not (kept and get(run, 'epoch')) and ARGV[17]
local size = footprint(#document, 17) - (before and footprint(#before, 17) or 0) + (input and footprint(#input, 3) or 0)
if kept and ARGV[20] ~= '1' then
  size = size + owner_size(run, ARGV[25])
end
if input and get(run, 'epoch') then
  size = size - footprint(redis.call('HSTRLEN', KEYS[5], 'input'), 3)
end
local first_size = 1000 + (ARGV[11] ~= '' and 1000 or 0) + (ARGV[27] ~= '' and 1000 or 0)
if bytes + size + (before and 0 or first_size) > tonumber(ARGV[15]) then
  return { 'full', bytes, soonest or -1 }
end
local queued = ARGV[20] == '1'
local attempt = queued and next_attempt(run) - 1 or next_attempt(run)
local epoch, granted, head, turns, named
if not queued then
  epoch, granted, head, turns, named = open_session(ARGV[6] .. ':' .. attempt, ARGV[7])
elseif ARGV[5] == '1' and ARGV[21] == '1' and redis.call('EXISTS', KEYS[3]) == 1 then
  granted = false
else
  epoch, named = admit(KEYS[1], KEYS[2], ARGV[1], ARGV[3])
  granted = true
end
if not granted then
  return { 'busy', epoch or generation }
end
if #passed > 0 then
  redis.call('HDEL', stored, unpack(passed))
end
put(run, 'expires', queued and string.format('%.0f', now + ARGV[22]))
put(run, 'continues', ARGV[19] == '1' and '1')
put(run, 'lost', false)
local first, steps
if queued then
  begin_wait(run, attempt, ARGV[13], ARGV[23], now)
else
  put(run, 'since', false)
  put(run, 'owner', kept and ARGV[25])
  first, steps = begin_attempt(run, attempt, now + ARGV[7], ARGV[5] == '1' and KEYS[3] or '', ARGV[13])
end
put(run, 'v', '1')
put(run, 'mode', ARGV[10])
put(run, 'logged', ARGV[18])
put(run, 'doc', document)
if before then
  put(run, 'slight', false)
end
if input then
  put(run, 'input', input)
  put(run, 'epoch', epoch)
  put(run, 'idem', ARGV[11] ~= '' and string.sub(ARGV[12], 6))
end
account(run, 'stored', size, ARGV[13], first_size)
write_hash(run)
redis.call('PEXPIRE', KEYS[5], ARGV[13])
if tenant ~= ARGV[16] then
  redis.call('HSET', stored, 'tenant', ARGV[16])
end
redis.call('PEXPIRE', stored, ARGV[3])
index_add(KEYS[6], 'run:' .. ARGV[6], ARGV[14])
stand_for(KEYS[7], ARGV[11], ARGV[12], ARGV[13])
stand_for(KEYS[8], ARGV[26], ARGV[27], math.min(ARGV[13], FORMER))
if ARGV[27] ~= '' then
  redis.call('HSET', KEYS[7], 'other', ARGV[27])
end
if queued then
  return { 'queued', attempt, ARGV[23], now, not named and epoch }
end
local seal = seal_of(KEYS[6], ARGV[2], ARGV[14])
return { 'admitted', attempt, first, steps, epoch, head, turns, seal, kept, kept and get(run, 'epoch') and get(run, 'input'),
  not named and epoch }
