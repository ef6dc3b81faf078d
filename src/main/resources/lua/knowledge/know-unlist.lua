-- Forgets that a collection ever held anything.
-- KEYS: 1 as:know:places
-- ARGV: 1 `<t> <c>`
-- Returns: 1, or 0 if that was not known
return redis.call('SREM', KEYS[1], ARGV[1])
