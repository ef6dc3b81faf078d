-- Reads a page of the index of a user's keys.
-- KEYS: 1 index
-- ARGV: 1 kind, such as 'run', 2 member after which to go on ('' for the first), 3 how many
-- Returns: {member, ...}, at most that many; some may have expired
-- Invariant: writes nothing.
-- ';' is the byte after ':', so this is the end of the kind's range.
local from = ARGV[2] == '' and '[' .. ARGV[1] .. ':' or '(' .. ARGV[2]
return redis.call('ZRANGEBYLEX', KEYS[1], from, '(' .. ARGV[1] .. ';', 'LIMIT', 0, ARGV[3])
