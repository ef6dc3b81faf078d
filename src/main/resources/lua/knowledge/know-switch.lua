-- Makes a version current: from here on it is found, and the one before is not.
-- KEYS: those of know-owner
-- ARGV: 1 d, 2 the writer's token, 3 the document's entry, 4 most passages of the collection,
--   5 how many vectors it has to have, 6 generation, 7 name of the index that its passages are in or '',
--   8 most bytes of the collection, or '' for no limit of its own, 9 the generation that is being made, whose vectors are there, too, or ''
-- Returns: 'switched', 'lost' if another writer or a deletion came in between, or what there would be too
--   much of: 'many_documents', 'many_passages' or 'many_bytes'
-- Invariant: until it has answered, the old version alone is visible, whole. What an index holds of it is garbage from then on.
local d, stage = ARGV[1], key('stage', ARGV[1])
local staged = redis.call('HMGET', stage, 'token', 'seen', 'version', 'most')
if not is_writer(d, ARGV[2]) then
  return 'lost'
end
local entry, before = cjson.decode(ARGV[3]), find_document(d)
local passages, vectors = passages_of(d, entry.version), vectors_of(d, entry.version)
if string.format('%.0f', before and before.version or 0) ~= staged[2]
    or string.format('%.0f', entry.version) ~= staged[3] or redis.call('HLEN', passages) ~= entry.passages
    or redis.call('HLEN', vectors) ~= tonumber(ARGV[5]) then
  return 'lost'
end
-- Another writer began while the collection was empty, and compares otherwise: both would be found, and never together.
local active, other, state = generations()
if active ~= ARGV[6] then
  delete_making(d, entry.version)
  redis.call('DEL', stage)
  return 'lost'
end
local beside = ARGV[9] ~= '' and key('vec', d, staged[3], ARGV[9])
local is_embedded = beside and ARGV[9] == other and state ~= 'dropping' and redis.call('HLEN', beside) == entry.passages
local total = tonumber(redis.call('HGET', KEYS[1], 'passages') or 0) + entry.passages - (before and before.passages or 0)
local bytes = tonumber(redis.call('HGET', KEYS[1], 'bytes') or 0) + entry.bytes - (before and before.bytes or 0)
local too_many = total > tonumber(ARGV[4]) and 'many_passages' or ARGV[8] ~= '' and bytes > tonumber(ARGV[8]) and 'many_bytes'
-- Others may have been stored since this one began.
if not before and staged[4] and tonumber(redis.call('HGET', KEYS[1], 'documents') or 0) >= tonumber(staged[4]) then
  too_many = 'many_documents'
end
if too_many then
  delete_making(d, entry.version)
  redis.call('DEL', stage)
  return too_many
end
-- First, because a Redis that is full refuses it, and nothing that follows a write.
redis.call('HSET', key('docs'), d, ARGV[3])
redis.call('PERSIST', passages)
redis.call('PERSIST', vectors)
redis.call('ZADD', key('ids'), 0, d)
if is_own then
  local retention = times_of_owner()
  keep(passages, retention)
  if redis.call('EXISTS', vectors) == 1 then
    keep(vectors, retention)
  end
  keep(key('docs'))
  keep(key('ids'))
  keep(KEYS[1])
  renew()
end
count(entry, before)
tell('switched', d, entry.version)
redis.call('DEL', stage, key('paid', d))
demand_index(ARGV[7])
if ARGV[7] ~= '' then
  redis.call('ZREM', key('garbage'), rows_of(ARGV[7], d, entry))
end
if before then
  delete_version(d, before)
end
if is_embedded then
  redis.call('PERSIST', beside)
  redis.call('HSET', key('embedded'), d, staged[3])
  count_beside(bytes_beside(entry, other))
  if ARGV[7] ~= '' then
    redis.call('ZREM', key('garbage'), rows_of(ARGV[7], d, { generation = other, version = entry.version, passages = entry.passages }))
  end
elseif beside then
  redis.call('DEL', beside)
end
return 'switched'
