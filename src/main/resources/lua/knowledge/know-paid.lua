-- Vectors that a writer before has paid for.
-- KEYS: those of know-owner
-- ARGV: 1 d, then digests
-- Returns: {vector or false, ...} in the order of the digests
return redis.call('HMGET', key('paid', ARGV[1]), unpack(ARGV, 2))
