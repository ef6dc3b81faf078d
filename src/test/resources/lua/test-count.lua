-- Counts its calls.
-- KEYS: 1 counter
-- ARGV: 1 (optional) by how much, 1 if absent
-- Returns: the count
-- Invariant: none; a repeated call is visible.
return redis.call('INCRBY', KEYS[1], ARGV[1] or 1)
