-- Takes the turn of an operation on a user's hold, or looks whose it is. The latest operation has it: one before then fails.
-- KEYS: 1 as:{e}:holds:turn:<user's tag>
-- ARGV: 1 what stands for the operation, 2 how long it has the turn in ms; '' only looks, '0' gives the turn back
-- Returns: 1, or 0 if another operation has the turn, or none
if ARGV[2] ~= '' and ARGV[2] ~= '0' then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 1
end
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
if ARGV[2] == '0' then
  redis.call('DEL', KEYS[1])
end
return 1
