-- Reads an erasure.
-- KEYS: 1 as:{e}:erasures
-- ARGV: 1 id
-- Returns: {sequence number, when it was opened, document}, or {} if there is none
-- Invariant: writes nothing.
local row = redis.call('HMGET', key('erasure:' .. ARGV[1]), 'seq', 'at', 'doc')
return row[3] and { tonumber(row[1]), tonumber(row[2]), row[3] } or {}
