-- Reads a text.
-- KEYS: 1 the key
-- Returns: {text}, false if there is none
-- Invariant: writes nothing.
return { redis.call('GET', KEYS[1]) }
