-- Erases keys of a user, with all that are derived from them, and counts them by kind.
-- KEYS: 1 as:{u}:erasing, 2 index of the user's keys, 3 as:{u}:erased (a hash: kind -> how many), 4 epoch
-- ARGV: 1 the erasure, 2 how long fence and counts stand in ms unless they are renewed, 3.. members of the index
-- Returns: how many keys were deleted; -1 if the fence is not this erasure's any more: then nothing was
-- Invariant: a record goes in one step with all that belongs to it, so nothing can be written in between that stays.
-- Readers of a run that has not ended are woken.
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('EXISTS', KEYS[4]) == 1 then
  return -1
end
if redis.call('PTTL', KEYS[1]) > 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
local prefix = string.sub(KEYS[2], 1, -(string.len('keys') + 1))
local OVER = { succeeded = true, failed = true, rejected = true, cancelled = true }

-- What belongs to a key and is not in the index.
local DERIVED = {
  run = function(key)
    return key .. ':events', key .. ':text', key .. ':steps', key .. ':approvals', key .. ':hooks'
  end,
  session = function(_, id)
    return prefix .. 'turn:' .. id, prefix .. 'waits:' .. id
  end,
}

local deleted, counts = 0, {}
for i = 3, #ARGV do
  local member = ARGV[i]
  local kind, id = string.match(member, '^([^:]*):?(.*)$')
  local key = prefix .. member
  -- What verification finds may belong to a run whose record is gone: 'run:<id>:events', a stream.
  local record = kind == 'run' and redis.call('TYPE', key).ok == 'hash'
  local row = record and redis.call('HMGET', key, 'status', 'turn') or {}
  local there = redis.call('UNLINK', key)
  deleted = deleted + there
  counts[kind] = (counts[kind] or 0) + there
  if DERIVED[kind] then
    deleted = deleted + redis.call('UNLINK', DERIVED[kind](key, id))
  end
  if row[2] and row[2] ~= '' then
    -- The lock of a session that has no turn yet.
    deleted = deleted + redis.call('UNLINK', row[2])
  end
  if row[1] and not OVER[row[1]] then
    redis.call('PUBLISH', key .. ':events', '0')
  end
  redis.call('ZREM', KEYS[2], member)
end
for kind, count in pairs(counts) do
  redis.call('HINCRBY', KEYS[3], kind, count)
end
redis.call('PEXPIRE', KEYS[3], ARGV[2])
return deleted
