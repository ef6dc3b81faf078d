-- Has what providers keep of a user deleted as soon as leftovers are.
-- KEYS: 1 what providers keep of all users
-- ARGV: 1 user's tag, 2 cursor, 3 about how many are looked at, 4 the age in ms of what is deleted as a leftover
-- Returns: {next cursor, how many of the user's there were, how many of those are sessions}
local page = redis.call('ZSCAN', KEYS[1], ARGV[2], 'MATCH', ARGV[1] .. ' *', 'COUNT', ARGV[3])
local at = string.format('%.0f', now_millis() - ARGV[4])
local sessions = 0
for i = 1, #page[2], 2 do
  redis.call('ZADD', KEYS[1], 'LT', at, page[2][i])
  if string.find(page[2][i], ':session:', 1, true) then
    sessions = sessions + 1
  end
end
return { page[1], #page[2] / 2, sessions }
