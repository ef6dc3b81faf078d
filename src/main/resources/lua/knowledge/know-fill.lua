-- Lets one replica fill an index outside of Redis with what the collection holds.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 'begin', 'renew', 'end', 'give_up' or 'lost', 2 the replica's token, 3 name of the index, '' for none, 4 ms until another replica may begin,
--   5 the index with the id of its instance
-- Returns: 'go', 'busy' if another one is at work, 'whole' if there is nothing to do, or 'lost'
-- Invariant: an index is whole only if no document was changed without it since its filling began.
local lease = key('fill')
local token = redis.call('GET', lease)

-- What another index still has to delete: that one is not configured any more.
local function forget_others()
  for _, rows in ipairs(redis.call('ZRANGE', key('garbage'), 0, -1)) do
    if string.match(rows, '^(%S+) ') ~= ARGV[3] then
      redis.call('ZREM', key('garbage'), rows)
    end
  end
end

if ARGV[1] == 'lost' then
  if redis.call('HGET', KEYS[1], 'whole') == ARGV[5] then
    redis.call('HDEL', KEYS[1], 'whole')
  end
  return 'lost'
end
if ARGV[1] == 'give_up' then
  if token == ARGV[2] then
    redis.call('DEL', lease)
  end
  return 'lost'
end
if ARGV[1] == 'begin' then
  local index = redis.call('HMGET', KEYS[1], 'whole', 'index')
  if (index[1] or '') == ARGV[5] and (index[2] or '') == ARGV[3] then
    return 'whole'
  end
  if tonumber(redis.call('HGET', KEYS[1], 'documents') or 0) == 0 then
    forget_others()
    return 'whole'
  end
  if token then
    return 'busy'
  end
  redis.call('SET', lease, ARGV[2], 'PX', ARGV[4])
  redis.call('HSET', KEYS[1], 'index', ARGV[3], 'filling', ARGV[2])
  redis.call('HDEL', KEYS[1], 'whole')
  return 'go'
end
if token ~= ARGV[2] or redis.call('HGET', KEYS[1], 'filling') ~= ARGV[2] then
  return 'lost'
end
if ARGV[1] == 'renew' then
  redis.call('PEXPIRE', lease, ARGV[4])
  return 'go'
end
redis.call('HDEL', KEYS[1], 'filling')
redis.call('HSET', KEYS[1], 'whole', ARGV[5])
forget_others()
redis.call('DEL', lease)
return 'whole'
