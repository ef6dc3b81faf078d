-- Admits a run that keeps no conversation.
-- KEYS: 1 epoch, 2 who
-- ARGV: 1 epoch to use if there is none, 2 who document, 3 time to live of both in ms
-- Returns: the epoch
-- Invariant: an existing epoch is never replaced.
return admit(KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3])
