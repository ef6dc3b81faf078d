-- Looks whether a run that waits for its session's turn should ask for it: the turn is free, the run that its idempotency
-- key stands for is at work or has an answer, or the user's data were erased meanwhile.
-- KEYS: 1 turn lock, 2 idempotency record, 3 epoch, 4 the idempotency record in its other form
-- ARGV: 1 what the keys of the user's runs begin with, 2 the epoch that the request saw before
-- Returns: 1 or 0
-- Invariant: writes nothing, and promises nothing.
if redis.call('EXISTS', KEYS[1]) == 0 or ARGV[2] ~= '' and redis.call('GET', KEYS[3]) ~= ARGV[2] then
  return 1
end
local run = redis.call('HGET', KEYS[2], 'run') or redis.call('HGET', KEYS[4], 'run')
local row = run and redis.call('HMGET', ARGV[1] .. run, 'status', 'again') or {}
return row[1] and (not is_over(row[1]) or row[2] ~= '1') and 1 or 0
