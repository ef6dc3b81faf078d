-- Gives up a version in the making, so that the next writer need not wait.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 d, 2 the writer's token, 3 the version
-- Returns: how many vectors stay that were paid for, for the next writer of the document
-- Invariant: its passages go in any case, also after a deletion has taken the token away, unless they count by now.
local entry = find_document(ARGV[1])
if not entry or string.format('%.0f', entry.version) ~= ARGV[3] then
  redis.call('DEL', passages_of(ARGV[1], tonumber(ARGV[3])), vectors_of(ARGV[1], tonumber(ARGV[3])))
end
local stage = key('stage', ARGV[1])
if redis.call('HGET', stage, 'token') == ARGV[2] then
  redis.call('DEL', stage)
end
return redis.call('HLEN', key('paid', ARGV[1]))
