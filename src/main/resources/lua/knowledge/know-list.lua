-- A page of a collection's documents, in the order of their tags, which is as good as any and the same every time.
-- KEYS: those of know-owner
-- ARGV: 1 d after which the page begins or '', 2 how many, 3 bytes after which the page ends, too
-- Returns: {1 if there are more or 0, {d, entry}, ...}
if is_gone then
  return { 0 }
end
local after = ARGV[1] == '' and '-' or '(' .. ARGV[1]
local bytes, rows = 0, { 0 }
for i, d in ipairs(redis.call('ZRANGEBYLEX', key('ids'), after, '+', 'LIMIT', 0, ARGV[2] + 1)) do
  if i > tonumber(ARGV[2]) or bytes >= tonumber(ARGV[3]) then
    rows[1] = 1
    break
  end
  local json = redis.call('HGET', key('docs'), d)
  if json then
    bytes = bytes + #json
    rows[#rows + 1] = { d, json }
  end
end
return rows
