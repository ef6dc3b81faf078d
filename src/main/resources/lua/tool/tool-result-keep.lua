-- Keeps a tool's result.
-- KEYS: 1 result; if it is a user's own also 2 epoch, 3 index of the user's keys
-- ARGV: 1 document, 2 time to live in ms; if it is a user's own also 3 epoch at admission, 4 member of the index, 5 time to
--       live of the index in ms
-- Returns: 'kept', or 'erased' if the user's data were erased since the admission; then nothing was written
-- Invariant: a user's result never outlives an erasure: it is in the index, and none is written after it.
if #KEYS == 1 then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 'kept'
end
if not epoch_unchanged(KEYS[2], ARGV[3]) then
  return 'erased'
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
count(KEYS[1], hour_of_end(ARGV[2]), footprint(#ARGV[1], 1) + 500)
index_add(KEYS[3], ARGV[4], ARGV[5])
return 'kept'
