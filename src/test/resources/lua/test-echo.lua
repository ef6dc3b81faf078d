-- Answers with every kind of value.
-- KEYS: 1 any
-- ARGV: 1 text, 2 number, 3 bytes
-- Returns: a table with nested and empty tables and a false
-- Invariant: writes nothing.
return { ARGV[1], tonumber(ARGV[2]), { ARGV[3], {}, { 1 } }, false, redis.status_reply('last') }
