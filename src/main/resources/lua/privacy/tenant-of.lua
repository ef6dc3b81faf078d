-- Tells whose a user's key is that says so.
-- KEYS: 1 as:{u}:who, or as:{u}:stored
-- Returns: {who document or false, tag of the tenant or false}
-- Invariant: writes nothing.
local kind = redis.call('TYPE', KEYS[1]).ok
if kind == 'string' then
  return { redis.call('GET', KEYS[1]), false }
end
return { false, kind == 'hash' and redis.call('HGET', KEYS[1], 'tenant') }
