-- Takes the fence of a tenant's erasure away, because nothing is left.
-- KEYS: 1 as:{t}:erasing, 2 as:{t}:came
-- ARGV: 1 the erasure
-- Returns: 1, or 0 if the fence was another's; -1 if somebody came meanwhile: then it stands
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
if redis.call('EXISTS', KEYS[2]) == 1 then
  return -1
end
return redis.call('DEL', KEYS[1])
