-- Reads the table of states.
-- KEYS: 1 any
-- ARGV: none
-- Returns: {{state, 'waiting', 'active' or 'ended'}, ...}
-- Invariant: writes nothing.
local states = {}
for state in pairs(MAY_BECOME) do
  states[#states + 1] = { state, is_active(state) and 'active' or is_over(state) and 'ended' or 'waiting' }
end
return states
