-- Opens an erasure again that a restored Redis has forgotten, unless one of the same user or tenant is open.
-- KEYS: 1 as:{e}:erasures
-- ARGV: 1 its id, 2 tag of the user or the tenant, 3 how long it is kept in ms, 4 document, 5 its number in the ledger, 6 when it was asked for
-- Returns: its id, or that of the one that is open
-- Invariant: numbers of attempts go on if it is known. It is in Redis's own ledger only when nothing is left, and not by this script: a replica that dies in
-- between leaves it to be done again.
local open = redis.call('GET', key('open:' .. ARGV[2]))
if open then
  return open
end
local now, hash = number(now_millis()), key('erasure:' .. ARGV[1])
redis.call('HSETNX', hash, 'attempt', 0)
redis.call('HSET', hash, 'lease', 0, 'seq', ARGV[5], 'at', ARGV[6], 'since', now, 'due', now, 'open', ARGV[2],
  'doc', ARGV[4])
redis.call('PEXPIRE', hash, ARGV[3])
redis.call('SET', key('open:' .. ARGV[2]), ARGV[1], 'PX', ARGV[3])
redis.call('ZADD', KEYS[1], now, ARGV[1])
return ARGV[1]
