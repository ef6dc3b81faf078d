-- Looks whether a run that waits for its session's turn should ask for it: the turn is free, or the run that its idempotency
-- key stands for is at work or has an answer.
-- KEYS: 1 turn lock, 2 idempotency record, 3 the same in its other form
-- ARGV: 1 what the keys of the user's runs begin with
-- Returns: 1 or 0
-- Invariant: writes nothing, and promises nothing.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 1
end
local run = redis.call('HGET', KEYS[2], 'run') or redis.call('HGET', KEYS[3], 'run')
local row = run and redis.call('HMGET', ARGV[1] .. run, 'status', 'again') or {}
return row[1] and (not is_over(row[1]) or row[2] ~= '1') and 1 or 0
