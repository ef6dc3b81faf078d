-- Reads the text of an agent's revision.
-- KEYS: 1 as:agent:<revision>
-- Returns: {text}, or {} if it is not kept
-- Invariant: writes nothing.
local text = redis.call('GET', KEYS[1])
return text and { text } or {}
