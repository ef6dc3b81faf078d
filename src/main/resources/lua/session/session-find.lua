-- Reads a session without taking its turn.
-- KEYS: 1 session
-- ARGV: 1 number of latest turns to read
-- Returns: {head or false, {turn or false, ...}}
-- Invariant: writes nothing.
local head, turns = load_session(KEYS[1], tonumber(ARGV[1]))
return { head or false, turns }
