-- Writes an entry of an audit log.
-- KEYS: 1 stream of the tenant
-- ARGV: 1 retention in ms, then name and value of each field
-- Returns: the entry's id
-- Invariant: the log only grows; an entry goes when it is older than the retention, and for no other reason.
local id = redis.call('XADD', KEYS[1], '*', unpack(ARGV, 2))
local oldest = tonumber(redis.call('TIME')[1]) * 1000 - tonumber(ARGV[1])
redis.call('XTRIM', KEYS[1], 'MINID', string.format('%.0f', oldest))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return id
