-- Names users of a tenant.
-- KEYS: 1 as:{t}:users
-- ARGV: 1 cursor, 2 about how many
-- Returns: {next cursor, user's tag, ...}
-- Invariant: writes nothing. Who is on the list all the time is named once at least.
local page = redis.call('ZSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
local reply = { page[1] }
for i = 1, #page[2], 2 do
  reply[#reply + 1] = page[2][i]
end
return reply
