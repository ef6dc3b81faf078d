-- Makes a version current: from here on it is found, and the one before is not.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 d, 2 the writer's token, 3 the document's entry, 4 most passages of the collection,
--   5 how many vectors it has to have, 6 generation, 7 name of the index that its passages are in or ''
-- Returns: 'switched', 'lost' if another writer or a deletion came in between, or 'full'
-- Invariant: until it has answered, the old version alone is visible, whole. What an index holds of it is garbage from then on.
local d, stage = ARGV[1], key('stage', ARGV[1])
local staged = redis.call('HMGET', stage, 'token', 'seen', 'version')
if staged[1] ~= ARGV[2] then
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
if redis.call('HGET', KEYS[1], 'generation') ~= ARGV[6] then
  redis.call('DEL', stage, passages, vectors)
  return 'lost'
end
local total = tonumber(redis.call('HGET', KEYS[1], 'passages') or 0) + entry.passages - (before and before.passages or 0)
if total > tonumber(ARGV[4]) then
  redis.call('DEL', stage, passages, vectors)
  return 'full'
end
-- First, because a Redis that is full refuses it, and nothing that follows a write.
redis.call('HSET', key('docs'), d, ARGV[3])
redis.call('PERSIST', passages)
redis.call('PERSIST', vectors)
redis.call('ZADD', key('ids'), 0, d)
count(entry, before)
tell('switched', d, entry.version)
redis.call('DEL', stage, key('paid', d))
demand_index(ARGV[7])
if ARGV[7] ~= '' then
  redis.call('ZREM', key('garbage'), rows_of(ARGV[7], d, entry))
end
if before then
  redis.call('DEL', passages_of(d, before.version), vectors_of(d, before.version))
  discard_of_index(d, before)
end
return 'switched'
