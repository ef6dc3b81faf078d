-- Which generations a collection has, and how far the other one is.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- Returns: {the one that is searched or '', its number, documents, passages, documents that are in the other one, whether its time is over,
--   then fields of the job and their values}
local sums = redis.call('HMGET', KEYS[1], 'generation', 'g', 'documents', 'passages')
local job = redis.call('HGETALL', key('reembed'))
local till = redis.call('HGET', key('reembed'), 'kept_until')
local reply = { sums[1] or '', tonumber(sums[2] or 1), tonumber(sums[3] or 0), tonumber(sums[4] or 0),
  redis.call('HLEN', key('embedded')), till and tonumber(till) <= now_millis() and 1 or 0 }
for _, word in ipairs(job) do
  reply[#reply + 1] = word
end
return reply
