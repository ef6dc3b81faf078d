-- Looks for a tool's result.
-- KEYS: 1 result
-- ARGV: none
-- Returns: {document or false}
-- Invariant: writes nothing.
return { redis.call('GET', KEYS[1]) }
