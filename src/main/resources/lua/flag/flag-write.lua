-- Stores or removes the override of a flag, and tells every replica.
-- KEYS: 1 as:flags
-- ARGV: 1 flag, 2 document ('' removes), 3 the documents' version that the writer knows, 4 another version of the whole, which
--       nobody ever had, 5 channel
-- Returns: 'stored', or 'newer' if there is a document of a newer release: then nothing was written
-- Invariant: the version of the whole is another after each change, also when Redis has forgotten all that was before.
local known = redis.call('HGET', KEYS[1], ARGV[1])
local readable, document = pcall(cjson.decode, known or '{}')
if readable and type(document) == 'table' and (tonumber(document.v) or 0) > tonumber(ARGV[3]) then
  return 'newer'
end
if ARGV[2] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
end
redis.call('HSET', KEYS[1], '#version', ARGV[4])
redis.call('PUBLISH', ARGV[5], ARGV[4])
return 'stored'
