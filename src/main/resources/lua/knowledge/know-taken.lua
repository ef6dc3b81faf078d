-- Which collections take any room.
-- KEYS: 1 as:know:bytes
-- Returns: {`<t> <c>`, ...}
local all = {}
for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if string.sub(member, 1, 1) ~= '+' then
    all[#all + 1] = member
  end
end
return all
