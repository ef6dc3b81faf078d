-- Deletes keys of a tenant.
-- KEYS: 1 as:{t}:erasing, 2.. the keys
-- ARGV: 1 the erasure
-- Returns: how many there were; -1 if the fence is not this erasure's any more: then nothing was deleted
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return -1
end
local deleted = 0
for i = 2, #KEYS do
  deleted = deleted + redis.call('UNLINK', KEYS[i])
end
return deleted
