-- Takes the fence of a tenant's erasure away, because nothing is left.
-- KEYS: 1 as:{t}:erasing
-- ARGV: 1 the erasure
-- Returns: 1, or 0 if the fence was another's
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('DEL', KEYS[1])
