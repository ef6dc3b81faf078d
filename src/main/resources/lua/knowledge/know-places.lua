-- Remembers which collections ever held anything.
-- KEYS: 1 as:know:places
-- ARGV: `<t> <c>`, or nothing
-- Returns: all of them
if ARGV[1] then
  redis.call('SADD', KEYS[1], ARGV[1])
end
return redis.call('SMEMBERS', KEYS[1])
