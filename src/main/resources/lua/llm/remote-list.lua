-- Lists what a provider keeps of any run, so that leftovers can be deleted.
-- KEYS: 1 what providers keep of all users
-- ARGV: 1 <tag> <provider>:<kind>:<id>
-- Returns: how many there are
-- By when it began: what an erasure hastens is not listed as new by a later part.
redis.call('ZADD', KEYS[1], 'NX', string.format('%.0f', now_millis()), ARGV[1])
return redis.call('ZCARD', KEYS[1])
