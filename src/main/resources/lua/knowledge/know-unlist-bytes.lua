-- Forgets what a collection takes, and the room that is kept for vectors that were paid for.
-- KEYS: 1 as:know:bytes
-- ARGV: 1 `<t> <c>`
-- Returns: how many entries went
-- Invariant: other collections' entries stay.
local gone = redis.call('ZREM', KEYS[1], ARGV[1])
local paid = ' paid ' .. ARGV[1] .. ' '
for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if string.sub(member, 1, 1) == '+' and string.find(member, paid, 1, true) then
    gone = gone + redis.call('ZREM', KEYS[1], member)
  end
end
return gone
