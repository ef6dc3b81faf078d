-- Looks through a part of a list of all users' runs for those of one user, and may take them off it.
-- KEYS: 1 the list, a sorted set whose members begin with the user's tag and a blank
-- ARGV: 1 cursor, 2 user's tag, 3 about how many members are looked at, 4 '1' to take them off
-- Returns: {next cursor, how many there were}
-- Invariant: other users' runs stay.
local page = redis.call('ZSCAN', KEYS[1], ARGV[1], 'MATCH', ARGV[2] .. ' *', 'COUNT', ARGV[3])
local found = 0
for i = 1, #page[2], 2 do
  found = found + 1
  if ARGV[4] == '1' then
    redis.call('ZREM', KEYS[1], page[2][i])
  end
end
return { page[1], found }
