-- Notes that documents of a version are about to be written, and reads the highest version.
-- KEYS: 1 as:state:written
-- ARGV: 1 the version; 0 notes nothing
-- Returns: the highest version ever written; 0 if none was noted
-- Invariant: the number never falls.
local written = tonumber(redis.call('GET', KEYS[1]) or '0')
if written < tonumber(ARGV[1]) then
  redis.call('SET', KEYS[1], ARGV[1])
  return tonumber(ARGV[1])
end
return written
