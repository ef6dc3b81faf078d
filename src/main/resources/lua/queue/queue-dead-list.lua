-- Reads the dead runs of a tenant.
-- KEYS: 1 as:{q}:dead:<t>, 2 as:{q}:dead
-- Returns: {member, when it was given up in ms, ...}, the newest first
-- Invariant: writes nothing.
return redis.call('ZREVRANGE', KEYS[1], 0, -1, 'WITHSCORES')
