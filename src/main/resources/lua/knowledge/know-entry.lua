-- What is said of a document, without its passages.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 d
-- Returns: {entry}, or nothing if there is no such document
local json = redis.call('HGET', key('docs'), ARGV[1])
return json and { json } or {}
