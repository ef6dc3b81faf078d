-- Calls one command, so that tests can look behind the service's back.
-- KEYS: 1 the key, which says where it is on a cluster
-- ARGV: the command and its arguments
-- Returns: a table with the answer
-- Invariant: none.
return { redis.call(unpack(ARGV)) }
