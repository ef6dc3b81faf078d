-- Reads some entries of Redis's own ledger, the oldest first.
-- KEYS: 1 as:{e}:erasures
-- ARGV: 1 how many to skip, 2 how many at most, 3 the latest time in ms
-- Returns: {'<seq> <tag> <tenant tag>', when in ms, ...}
-- Invariant: writes nothing.
return redis.call('ZRANGEBYSCORE', key('ledger'), '-inf', ARGV[3], 'WITHSCORES', 'LIMIT', ARGV[1], ARGV[2])
