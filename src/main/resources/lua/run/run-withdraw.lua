-- Takes an admission back, because a limit refused the run before it did anything: as if it had not been asked for.
-- KEYS: 1 run, 2 turn lock, 3 index of the user's keys, 4 idempotency record
-- ARGV: 1 attempt, 2 owner (`run:attempt`), 3 run id, 4 member of the run in the index, 5 member of the idempotency record
-- Returns: 1 if nothing is left of the run; 0 if it waits again, or if somebody has to end it: a later attempt gives up its lease
-- Invariant: the idempotency key is free again if there was no attempt before.
release_turn(KEYS[2], ARGV[2])
local run = open_hash(KEYS[1], 'status', 'attempt', 'stored', 'since')
local status = get(run, 'status')
if not status or is_over(status) or get(run, 'attempt') ~= ARGV[1] then
  return 1
end
if status == 'running' and get(run, 'since') then
  -- It waited before it had this owner, and does so again.
  become(run, 'queued')
  put(run, 'lease', false)
  put(run, 'turn', '')
  put(run, 'resumed', 'handover')
  write_hash(run)
  return 0
end
if status == 'queued' and ARGV[1] ~= '0' then
  return 0
end
if status ~= 'queued' and ARGV[1] ~= '1' then
  redis.call('HSET', KEYS[1], 'lease', '0')
  -- It was refused: it ends, instead of waiting for another owner, and a retry may go on.
  redis.call('HDEL', KEYS[1], 'continues')
  return 0
end
discount(run, 'stored')
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[3], ARGV[4])

-- The key with this member stands for nothing any more, if it stood for this run.
local function free(key, member)
  if redis.call('HGET', key, 'run') == ARGV[3] then
    redis.call('DEL', key)
    redis.call('ZREM', KEYS[3], member)
  end
end

-- In the same slot, and known only from the record: it is what a release before finds.
local other = redis.call('HGET', KEYS[4], 'other')
if other then
  free(string.sub(KEYS[4], 1, -(#ARGV[5] + 1)) .. other, other)
end
free(KEYS[4], ARGV[5])
return 1
