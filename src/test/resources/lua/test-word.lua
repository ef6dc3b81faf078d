-- Answers with a word.
-- KEYS: 1 any
-- ARGV: 1 the word
-- Returns: the word
-- Invariant: writes nothing.
return ARGV[1]
