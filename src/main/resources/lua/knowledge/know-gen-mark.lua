-- A document is in the other generation as a whole: in Redis, and in the index.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 d, 2 version, 3 the replica's token, 4 generation, 5 name of the index or '', 6 the index's mark
-- Returns: 'written', or 'lost' if the version does not count any more, or the replica may not go on
local is_read, entry = pcall(find_document, ARGV[1])
local _, other, state = generations()
if not is_read or not entry or string.format('%.0f', entry.version) ~= ARGV[2] or other ~= ARGV[4] or state ~= 'running'
    or redis.call('GET', key('reembedding')) ~= ARGV[3]
    or redis.call('HLEN', vectors_in(ARGV[1], entry, other)) ~= entry.passages then
  return 'lost'
end
if redis.call('HSET', key('embedded'), ARGV[1], ARGV[2]) == 1 then
  count_beside(bytes_beside(entry, other))
end
if tonumber(ARGV[6]) > tonumber(redis.call('HGET', key('reembed'), 'mark') or 0) then
  redis.call('HSET', key('reembed'), 'mark', ARGV[6])
end
if ARGV[5] ~= '' then
  redis.call('ZREM', key('garbage'), rows_of(ARGV[5], ARGV[1], { generation = other, version = entry.version, passages = entry.passages }))
end
return 'written'
