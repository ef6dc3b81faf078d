-- Renews the lease of a run and of its session's turn.
-- KEYS: 1 run, 2 turn lock, 3 epoch
-- ARGV: 1 attempt, 2 owner (`run:attempt`), 3 lease in ms, 4 '1' if there is a turn, 5 epoch at admission
-- Returns: the run's status, or 'erased' if the user's data were, or 'lost' if the run or the turn is no longer the owner's
-- Invariant: a lease that ran out is never revived, because another owner may have come and gone since.
if not epoch_unchanged(KEYS[3], ARGV[5]) then
  return 'erased'
end
local row = redis.call('HMGET', KEYS[1], 'status', 'attempt', 'lease')
local now = now_millis()
if not is_active(row[1]) or row[2] ~= ARGV[1] or tonumber(row[3]) < now then
  return 'lost'
end
if ARGV[4] == '1' then
  if not has_turn(KEYS[2], ARGV[2]) then
    return 'lost'
  end
  redis.call('PEXPIRE', KEYS[2], ARGV[3])
end
redis.call('HSET', KEYS[1], 'lease', string.format('%.0f', now + ARGV[3]))
return row[1]
