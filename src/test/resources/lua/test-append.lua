-- Appends a block of events without asking who writes.
-- KEYS: 1 run
-- ARGV: the block as append_events takes it
-- Returns: {}
-- Invariant: none.
local run = open_hash(KEYS[1], 'seq')
append_events(run, 1)
write_hash(run)
return {}
