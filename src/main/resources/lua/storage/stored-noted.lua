-- Tells whether anything is noted of a user in the books of the tenant.
-- KEYS: 1 as:{t}:stored, 2 as:{t}:stored:due
-- ARGV: 1 user's tag
-- Returns: 1 or 0
-- Invariant: writes nothing.
return (redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 or redis.call('ZSCORE', KEYS[2], ARGV[1])) and 1 or 0
