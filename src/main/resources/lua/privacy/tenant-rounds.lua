-- Tells how often the erasure of a tenant has found more that has done so most often.
-- KEYS: 1 as:{e}:tenants:erasures
-- Returns: {how often}, 0 if none is at work
-- Invariant: writes nothing. A record that does not parse counts as none: it must not stop the others. One whose fence has fallen does not count.
local most = 0
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, 99)) do
  local row = redis.call('HMGET', key('erasure:' .. id), 'open', 'doc')
  if row[1] and row[2] then
    local readable, rounds = pcall(function() return cjson.decode(row[2]).place.rounds + 0 end)
    most = math.max(most, readable and rounds or 0)
  end
end
return { most }
