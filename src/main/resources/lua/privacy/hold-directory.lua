-- Which directory holds the sealed copies.
-- KEYS: 1 as:{e}:holds:directory
-- ARGV: 1 the id of a directory, which it is unless another is known; or ''
-- Returns: {its id}, or nothing if none is known
if ARGV[1] ~= '' then
  redis.call('SETNX', KEYS[1], ARGV[1])
end
local id = redis.call('GET', KEYS[1])
return id and { id } or {}
