-- Reads the text of an agent's revision, for a run that goes on with it.
-- KEYS: 1 as:agent:<revision>
-- ARGV: 1 time to live in ms from now on
-- Returns: {text}, or {} if it is not kept
-- Invariant: what is needed once more is kept as long as that run.
local text = redis.call('GETEX', KEYS[1], 'PX', ARGV[1])
return text and { text } or {}
