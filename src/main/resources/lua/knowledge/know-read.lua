-- A document with all its passages.
-- KEYS: those of know-owner
-- ARGV: 1 d
-- Returns: {entry, number, passage, number, passage, ...}, {entry} if it is damaged, or nothing if there is no such document
local json = redis.call('HGET', key('docs'), ARGV[1])
if is_gone or not json then
  return {}
end
local is_read, passages = pcall(function()
  return redis.call('HGETALL', passages_of(ARGV[1], cjson.decode(json).version))
end)
if not is_read then
  return { json }
end
table.insert(passages, 1, json)
return passages
