-- Reserves room for a version in the making, before anything of it is stored.
-- KEYS: 1 as:know:bytes
-- ARGV: 1 the writer's token, 2 how many bytes more than now will be taken, 3 most bytes of all collections together,
--   4 ms that the reservation lasts unless the writer ends it
-- Returns: 'reserved' or 'full'
-- Invariant: all that is taken and reserved together stays within the limit. What takes no more than before is not refused,
-- or nobody could replace a document by a smaller one once the limit is reached.
local more = tonumber(ARGV[2])
local sum = sum_of_bytes(ARGV[1])
if more <= 0 then
  return 'reserved'
end
if sum + more > tonumber(ARGV[3]) then
  return 'full'
end
redis.call('ZADD', KEYS[1], more, string.format('+%.0f %s', now_millis() + ARGV[4], ARGV[1]))
return 'reserved'
