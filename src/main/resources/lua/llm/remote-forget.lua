-- Forgets what was deleted at its provider.
-- KEYS: 1 what providers keep of a user, or of all
-- ARGV: 1 what it is
-- Returns: how many were known: 0 or 1
return redis.call('ZREM', KEYS[1], ARGV[1])
