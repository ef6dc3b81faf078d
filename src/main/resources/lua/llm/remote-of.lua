-- Reads a part of what providers keep of one user's runs.
-- KEYS: 1 what providers keep of all users
-- ARGV: 1 the user's tag, 2 where the part before ended; '0' for the first
-- Returns: where this part ended, '0' if it is the last one; then what is the user's
local part = redis.call('ZSCAN', KEYS[1], ARGV[2], 'MATCH', ARGV[1] .. ' *', 'COUNT', 500)
local reply = { part[1] }
for i = 1, #part[2], 2 do
  reply[#reply + 1] = part[2][i]
end
return reply
