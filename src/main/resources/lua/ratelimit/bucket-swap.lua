-- Writes the buckets of one slot if all of them are still as they were last seen, and were computed for the right time.
-- KEYS: buckets
-- ARGV: 1 the time they were computed for, in microseconds since 1970, 2 by how much it may be behind,
--       then for each bucket: state as it was last seen ('' for none), state to write ('' to leave it), time to live in ms
-- Returns: {microseconds since 1970} if they were; if not: {microseconds since 1970, what is there instead or false, ...}
-- Invariant: no two writers ever start from the same state, and nobody gets tokens for time that has not passed here.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local states = redis.call('MGET', unpack(KEYS))
local right = tonumber(ARGV[1]) <= now and now - ARGV[1] <= tonumber(ARGV[2])
for i, state in ipairs(states) do
  right = right and (state or '') == ARGV[3 * i]
end
if not right then
  table.insert(states, 1, now)
  return states
end
for i, key in ipairs(KEYS) do
  if ARGV[3 * i + 1] ~= '' then
    redis.call('SET', key, ARGV[3 * i + 1], 'PX', ARGV[3 * i + 2])
  end
end
return { now }
