-- Raises the fence of a tenant's erasure, or renews it: nothing new is admitted of the tenant.
-- KEYS: 1 as:{t}:erasing
-- ARGV: 1 the erasure, 2 how long it stands in ms unless it is renewed
-- Returns: 1
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
