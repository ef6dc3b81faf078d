-- The vectors of passages of one version.
-- KEYS: those of know-owner
-- ARGV: 1 d, 2 version, then numbers of passages
-- Returns: {vector or false, ...} in the order of the numbers
return redis.call('HMGET', vectors_of(ARGV[1], tonumber(ARGV[2])), unpack(ARGV, 3))
