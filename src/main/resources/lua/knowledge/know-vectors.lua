-- The vectors of passages of one version.
-- KEYS: those of know-owner
-- ARGV: 1 d, 2 version, 3 generation, or '' for the one that the version was stored with, then numbers of passages
-- Returns: {vector or false, ...} in the order of the numbers
local stored = vectors_of(ARGV[1], tonumber(ARGV[2]))
if ARGV[3] ~= '' then
  local is_read, entry = pcall(find_document, ARGV[1])
  if is_read and entry and string.format('%.0f', entry.version) == ARGV[2] then
    stored = vectors_in(ARGV[1], entry, ARGV[3])
  end
end
return redis.call('HMGET', stored, unpack(ARGV, 4))
