-- Renews the lease of a turn.
-- KEYS: 1 turn lock
-- ARGV: 1 owner (`run:attempt`), 2 lease in ms
-- Returns: 1 if the turn is still the owner's, 0 if it was lost
-- Invariant: a lease that ran out is never revived, because another owner may have come and gone since.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0
