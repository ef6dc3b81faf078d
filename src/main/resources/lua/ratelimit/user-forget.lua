-- Forgets that a user was admitted.
-- KEYS: 1 as:bucket:{u}:known
-- Returns: 1 if the user was known, otherwise 0
return redis.call('DEL', KEYS[1])
