-- Opens an erasure, unless one of the user is open.
-- KEYS: 1 as:{e}:erasures or as:{e}:tenants:erasures
-- ARGV: 1 its id, 2 user's tag, 3 tenant's tag, 4 document, 5 how long it is kept in ms
-- Returns: {'opened', sequence number, now}, or {'open', id of the open one}
local open = redis.call('GET', key('open:' .. ARGV[2]))
if open then
  return { 'open', open }
end
local now, seq = now_millis(), redis.call('INCR', key('seq'))
if seq == 1 and redis.call('EXISTS', of_all('seq'), of_all('tenants:seq')) == 1 then
  redis.call('SET', of_all('boot'), ARGV[1], 'NX')
end
redis.call('HSET', key('erasure:' .. ARGV[1]), 'attempt', 0, 'lease', 0, 'seq', seq, 'at', number(now), 'due', number(now), 'open', ARGV[2], 'doc',
  ARGV[4])
redis.call('PEXPIRE', key('erasure:' .. ARGV[1]), ARGV[5])
redis.call('SET', key('open:' .. ARGV[2]), ARGV[1], 'PX', ARGV[5])
redis.call('ZADD', key('ledger'), number(now), seq .. ' ' .. ARGV[2] .. ' ' .. ARGV[3])
local from = number(now - ARGV[5])
if redis.call('ZREMRANGEBYSCORE', key('ledger'), '-inf', from) > 0 then
  redis.call('SET', key('from'), from)
end
redis.call('ZADD', KEYS[1], number(now), ARGV[1])
return { 'opened', seq, now }
