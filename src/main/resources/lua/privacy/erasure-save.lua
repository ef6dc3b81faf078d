-- Saves how far an erasure is, for the attempt that works at it.
-- KEYS: 1 as:{e}:erasures
-- ARGV: 1 id, 2 attempt, 3 document, 4 how long it is kept in ms, 5 '1' if the user's fence is gone, 6 what becomes of it:
--       'held' it goes on, 'later' somebody looks at it in (7) ms, 'over' nobody does; 7 ms
-- Returns: 1, or 0 if another attempt works at it: then nothing was saved
local hash = key('erasure:' .. ARGV[1])
if redis.call('HGET', hash, 'attempt') ~= ARGV[2] then
  return 0
end
local now = now_millis()
local at = ARGV[6] == 'over' and 0 or now + ARGV[7]
redis.call('HSET', hash, 'doc', ARGV[3], 'due', number(at), 'lease', ARGV[6] == 'held' and number(at) or '0')
redis.call('PEXPIRE', hash, ARGV[4])
redis.call('PEXPIRE', hash .. ':runs', ARGV[4])
local open = ARGV[5] == '1' and redis.call('HGET', hash, 'open')
if open then
  redis.call('HDEL', hash, 'open')
  if redis.call('GET', key('open:' .. open)) == ARGV[1] then
    redis.call('DEL', key('open:' .. open))
  end
end
if ARGV[6] == 'over' then
  redis.call('ZREM', KEYS[1], ARGV[1])
  redis.call('UNLINK', hash .. ':runs')
else
  redis.call('ZADD', KEYS[1], number(at), ARGV[1])
end
return 1
