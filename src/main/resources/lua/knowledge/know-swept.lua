-- What an index has confirmed as deleted is no garbage any more.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 ms: what becomes garbage within them counts as well, then members of `garbage`
-- Returns: how many went. One whose time has not come stays: a writer may still bring it back.
local gone, due = 0, now_millis() + ARGV[1]
for i = 2, #ARGV do
  local listed = redis.call('ZSCORE', key('garbage'), ARGV[i])
  if listed and tonumber(listed) <= due then
    gone = gone + redis.call('ZREM', key('garbage'), ARGV[i])
  end
end
return gone
