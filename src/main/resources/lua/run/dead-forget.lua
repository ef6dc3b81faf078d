-- Forgets the runs of a tenant that were given up.
-- KEYS: 1 as:{q}:dead:<t>, 2 as:{q}:dead
-- ARGV: 1 the tenant's tag, 2 '1' to count only
-- Returns: how many there were
-- Invariant: other tenants' runs stay.
local count = redis.call('ZCARD', KEYS[1])
if ARGV[2] ~= '1' then
  redis.call('UNLINK', KEYS[1])
  redis.call('SREM', KEYS[2], ARGV[1])
end
return count
