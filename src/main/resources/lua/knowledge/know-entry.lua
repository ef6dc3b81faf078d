-- What is said of a document, without its passages.
-- KEYS: those of know-owner
-- ARGV: 1 d
-- Returns: {entry}, or nothing if there is no such document
if is_gone then
  return {}
end
local json = redis.call('HGET', key('docs'), ARGV[1])
return json and { json } or {}
