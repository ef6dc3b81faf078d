-- Takes the vectors of a generation that is dropped from a document: those that it was stored with are replaced by the ones that are
-- searched. Without a document: all are settled.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 d or '', 2 the replica's token, 3 the tag of the entry that was read, 4 the entry from now on
-- Returns: 'written', or 'lost' if the document has changed, or the replica may not go on
local active, other, state = generations()
if state ~= 'dropping' or redis.call('GET', key('reembedding')) ~= ARGV[2] then
  return 'lost'
end
if ARGV[1] == '' then
  redis.call('DEL', key('reembed'), key('embedded'), key('reembedding'))
  redis.call('HDEL', KEYS[1], 'beside')
  return 'written'
end
local d = ARGV[1]
local is_read, entry = pcall(find_document, d)
if not is_read or not entry or tag_of(entry) ~= ARGV[3] then
  return 'lost'
end
local rows = { generation = other, version = entry.version, passages = entry.passages }
if (entry.generation or 'none') ~= active then
  local after = cjson.decode(ARGV[4])
  if redis.call('EXISTS', vectors_in(d, entry, active)) == 1 then
    redis.call('RENAME', vectors_in(d, entry, active), vectors_of(d, entry.version))
  else
    redis.call('DEL', vectors_of(d, entry.version))
  end
  count_beside(-bytes_beside(entry, active))
  redis.call('HSET', key('docs'), d, ARGV[4])
  count(after, entry)
else
  redis.call('DEL', vectors_in(d, entry, other))
  if redis.call('HEXISTS', key('embedded'), d) == 1 then
    count_beside(-bytes_beside(entry, other))
  end
end
redis.call('HDEL', key('embedded'), d)
discard_of_index(d, rows)
return 'written'
