-- Takes runs off the list: they are over.
-- KEYS: 1 as:{q}:live
-- ARGV: members
-- Returns: how many there were
return redis.call('ZREM', KEYS[1], unpack(ARGV))
