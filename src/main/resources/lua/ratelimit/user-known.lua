-- Whether a user was admitted lately; if so, that is remembered from now on.
-- KEYS: 1 as:bucket:{u}:known
-- ARGV: 1 how long it is remembered, in ms
-- Returns: 1 if the user is known, 0 if not
-- Invariant: makes nobody known.
return redis.call('PEXPIRE', KEYS[1], ARGV[1])
