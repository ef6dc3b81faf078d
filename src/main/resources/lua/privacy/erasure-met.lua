-- Notes runs that an erasure has met, before their records are gone.
-- KEYS: 1 as:{e}:erasures
-- ARGV: 1 id, 2 how long they are kept in ms, 3.. runs
-- Returns: how many were not known
local runs = key('erasure:' .. ARGV[1]) .. ':runs'
local added = redis.call('SADD', runs, unpack(ARGV, 3))
redis.call('PEXPIRE', runs, ARGV[2])
return added
