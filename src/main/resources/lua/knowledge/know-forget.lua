-- Deletes a key of a collection whose documents are deleted.
-- KEYS: 1 a key of as:{k:<t>:<c>}
-- Returns: 1, or 0 if there was none
return redis.call('UNLINK', KEYS[1])
