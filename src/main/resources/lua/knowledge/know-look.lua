-- What a collection holds, and where its log ends.
-- KEYS: those of know-owner
-- Returns: {last entry of the log or '', generation, documents, passages, quarantined, bytes, instance of the index that is complete or '',
--   how many versions an index outside of Redis still holds as garbage, ms since the oldest of them could have been deleted,
--   the other generation there are vectors of or ''}
if is_gone or is_own and redis.call('EXISTS', key('docs')) == 0 then
  return { '', '', 0, 0, 0, 0, '', 0, 0, '' }
end
local last = redis.call('XREVRANGE', key('log'), '+', '-', 'COUNT', 1)
local sums = redis.call('HMGET', KEYS[1], 'generation', 'documents', 'passages', 'quarantined', 'bytes', 'whole', 'beside')
local oldest = redis.call('ZRANGE', key('garbage'), 0, 0, 'WITHSCORES')
return { last[1] and last[1][1] or '', sums[1] or '', tonumber(sums[2] or 0), tonumber(sums[3] or 0),
  tonumber(sums[4] or 0), tonumber(sums[5] or 0) + tonumber(sums[7] or 0), sums[6] or '', redis.call('ZCOUNT', key('garbage'), '-inf', now_millis()),
  oldest[2] and math.max(0, now_millis() - oldest[2]) or 0, redis.call('HGET', key('reembed'), 'generation') or '' }
