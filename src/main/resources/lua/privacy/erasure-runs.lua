-- Reads runs that an erasure has met.
-- KEYS: 1 as:{e}:erasures
-- ARGV: 1 id, 2 cursor, 3 about how many
-- Returns: {next cursor, run, ...}
-- Invariant: writes nothing.
local page = redis.call('SSCAN', key('erasure:' .. ARGV[1]) .. ':runs', ARGV[2], 'COUNT', ARGV[3])
return { page[1], unpack(page[2]) }
