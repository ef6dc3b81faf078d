-- Fragment: what all collections take together. KEYS[1] is as:know:bytes: `<t> <c>` → bytes that a collection takes, and
-- `+<ms> <token>` → bytes that a writer has reserved until then.
-- Leaves out the reservation of one writer, which is over, and those whose time has passed.
local function sum_of_bytes(done)
  local sum = 0
  local all = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
  for i = 1, #all, 2 do
    local expires, token = string.match(all[i], '^%+(%d+) (.+)$')
    if expires and (token == done or tonumber(expires) <= now_millis()) then
      redis.call('ZREM', KEYS[1], all[i])
    else
      sum = sum + all[i + 1]
    end
  end
  return sum
end
