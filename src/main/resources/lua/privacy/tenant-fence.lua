-- Raises the fence of a tenant's erasure, or renews it: nothing new is admitted of the tenant.
-- KEYS: 1 as:{t}:erasing
-- ARGV: 1 the erasure, 2 how long it stands in ms unless it is renewed, 3 '1' if it may be raised where none stands
-- Returns: 1; 0 if none stands, -1 if another's does: then nothing was written
local fence = redis.call('GET', KEYS[1])
if fence and fence ~= ARGV[1] then
  return -1
end
if not fence and ARGV[3] ~= '1' then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
