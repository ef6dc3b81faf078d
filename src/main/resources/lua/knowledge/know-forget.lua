-- Deletes a key of a collection whose documents are deleted.
-- KEYS: 1 a key of as:{k:<t>:<c>}
-- ARGV: 1 name of the index that is configured, or ''
-- Returns: 1, or 0 if there was none, or if it lists what that index still has to delete: then it stays
if ARGV[1] ~= '' and string.sub(KEYS[1], -9) == '}:garbage' then
  for _, rows in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
    if string.sub(rows, 1, #ARGV[1] + 1) == ARGV[1] .. ' ' then
      return 0
    end
  end
end
return redis.call('UNLINK', KEYS[1])
