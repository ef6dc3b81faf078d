-- Which documents a collection has: a page of their tags, in order.
-- KEYS: those of know-owner
-- ARGV: 1 d after which the page begins or '', 2 how many
-- Returns: {d, ...}
return redis.call('ZRANGEBYLEX', key('ids'), ARGV[1] == '' and '-' or '(' .. ARGV[1], '+', 'LIMIT', 0, ARGV[2])
