-- Deletes a document: from here on no search finds it. A writer that is at work on it loses its version.
-- KEYS: those of know-owner
-- ARGV: 1 d, 2 the tag that is expected or ''
-- Returns: 'dropped', 'absent' or 'mismatch'
local d = ARGV[1]
if is_gone then
  return 'absent'
end
local entry = find_document(d)
if not entry then
  -- It may be listed still, where another replica deletes the collection's keys one by one.
  redis.call('ZREM', key('ids'), d)
  if redis.call('EXISTS', key('stage', d)) == 0 then
    redis.call('DEL', key('paid', d))
  end
  return 'absent'
end
if ARGV[2] ~= '' and tag_of(entry) ~= ARGV[2] then
  return 'mismatch'
end
redis.call('HDEL', key('docs'), d)
redis.call('ZREM', key('ids'), d)
count(nil, entry)
tell('dropped', d, entry.version)
local making = redis.call('HGET', key('stage', d), 'version')
if making then
  delete_making(d, tonumber(making))
end
delete_version(d, entry)
redis.call('DEL', key('stage', d), key('paid', d))
return 'dropped'
