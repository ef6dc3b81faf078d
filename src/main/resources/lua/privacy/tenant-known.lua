-- Tells which of these users the erasure of a tenant has met.
-- KEYS: 1 as:{e}:tenants:erasures
-- ARGV: 1 the erasure, 2.. users' tags
-- Returns: {those that it has met, ...}
-- Invariant: writes nothing.
local met = {}
for i = 2, #ARGV do
  if redis.call('SISMEMBER', key('erasure:' .. ARGV[1]) .. ':runs', ARGV[i]) == 1 then
    met[#met + 1] = ARGV[i]
  end
end
return met
