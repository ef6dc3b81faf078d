-- Documents that are not in the other generation yet: a page of their tags, in order.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 d after which the page begins or '', 2 how many are looked at
-- Returns: {the last that was looked at or '' if there are no more, d, ...}; one that is being stored comes later
local all = redis.call('ZRANGEBYLEX', key('ids'), ARGV[1] == '' and '-' or '(' .. ARGV[1], '+', 'LIMIT', 0, ARGV[2])
local rows = { all[#all] or '' }
for _, d in ipairs(all) do
  if redis.call('HEXISTS', key('embedded'), d) == 0 and redis.call('EXISTS', key('stage', d)) == 0 then
    rows[#rows + 1] = d
  end
end
return rows
