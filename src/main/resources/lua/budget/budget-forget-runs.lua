-- Deletes the books of runs.
-- KEYS: 1 as:{t}:reservations; every other key is made from its prefix
-- ARGV: 1 '1' to delete them, '' to look only, 2.. runs
-- Returns: how many there were
local prefix = string.sub(KEYS[1], 1, -(string.len('reservations') + 1))
local found = 0
for i = 2, #ARGV do
  found = found + redis.call(ARGV[1] == '1' and 'UNLINK' or 'EXISTS', prefix .. 'budget:run:' .. ARGV[i])
end
return found
