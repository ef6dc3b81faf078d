-- Keeps vectors of the other generation as soon as they are paid for, beside those that their document was stored with.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 d, 2 version, 3 the replica's token, 4 generation, then pairs: number, vector
-- Returns: 'written', or 'lost' if the version does not count any more, or the replica may not go on
local is_read, entry = pcall(find_document, ARGV[1])
local _, other, state = generations()
if not is_read or not entry or string.format('%.0f', entry.version) ~= ARGV[2] or other ~= ARGV[4] or state ~= 'running'
    or redis.call('GET', key('reembedding')) ~= ARGV[3] then
  return 'lost'
end
redis.call('HSET', vectors_in(ARGV[1], entry, other), unpack(ARGV, 5))
return 'written'
