-- Reads how many bytes Redis holds of all users of a tenant.
-- KEYS: 1 as:{t}:stored
-- Returns: bytes
-- Invariant: writes nothing.
return tonumber(redis.call('HGET', KEYS[1], 'total') or 0)
