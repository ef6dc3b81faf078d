-- How much all collections take together, with what writers have reserved. It may be late; the next change of a collection
-- corrects its share.
-- KEYS: 1 as:know:bytes
-- ARGV: 1 `<t> <c>` and 2 its bytes, or two times '', 3 the token of a writer whose reservation is over, or ''
-- Returns: the sum
if ARGV[1] ~= '' then
  if ARGV[2] == '0' then
    redis.call('ZREM', KEYS[1], ARGV[1])
  else
    redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
  end
end
return sum_of_bytes(ARGV[3])
