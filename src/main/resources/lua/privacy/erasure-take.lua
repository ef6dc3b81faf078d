-- Takes an erasure that is due, as its next attempt.
-- KEYS: 1 as:{e}:erasures
-- ARGV: 1 lease in ms, 2 the one that is wanted, or '' for whichever is due
-- Returns: {id, attempt, sequence number, when it was opened, document}, or {} if there is none
-- Invariant: an attempt number is given out once, and none while another attempt holds its lease.
local now = now_millis()
local candidates = { ARGV[2] }
if ARGV[2] == '' then
  candidates = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', number(now), 'LIMIT', 0, 10)
end
for _, id in ipairs(candidates) do
  local hash = key('erasure:' .. id)
  local row = redis.call('HMGET', hash, 'lease', 'doc', 'seq', 'at')
  if not row[2] then
    redis.call('ZREM', KEYS[1], id)
  elseif tonumber(row[1]) < now then
    local attempt = redis.call('HINCRBY', hash, 'attempt', 1)
    redis.call('HSET', hash, 'lease', number(now + ARGV[1]))
    redis.call('ZADD', KEYS[1], number(now + ARGV[1]), id)
    return { id, attempt, tonumber(row[3]), tonumber(row[4]), row[2] }
  end
end
return {}
