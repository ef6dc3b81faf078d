-- Makes a user known, who was counted as a new one.
-- KEYS: 1 as:bucket:{u}:known
-- ARGV: 1 how long it is remembered, in ms
-- Returns: 1
redis.call('SET', KEYS[1], '', 'PX', ARGV[1])
return 1
