-- Adds equal entries to a stream.
-- KEYS: 1 stream
-- ARGV: 1 how many, then name and value of each field
-- Returns: the number of entries in the stream
-- Invariant: none.
for _ = 1, tonumber(ARGV[1]) do
  redis.call('XADD', KEYS[1], '*', unpack(ARGV, 2))
end
return redis.call('XLEN', KEYS[1])
