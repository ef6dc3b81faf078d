-- Notes, or forgets, until when a model is to be left alone, and tells every replica. Needs the fragment clock.
-- KEYS: 1 as:models:paused
-- ARGV: 1 model, 2 milliseconds from now (0 forgets it), 3 channel
-- Returns: 1 if that is news, 0 if a later end was known already, or there was nothing to forget
-- Invariant: an end only ever moves to later, and the key is gone once the last of them has passed.
local now = now_millis()
local news
if ARGV[2] == '0' then
  news = redis.call('HDEL', KEYS[1], ARGV[1])
else
  local known = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0')
  news = 0
  if now + ARGV[2] > known then
    redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now + ARGV[2]))
    news = 1
  end
end
local fields = redis.call('HGETALL', KEYS[1])
local last = 0
for i = 1, #fields, 2 do
  if tonumber(fields[i + 1]) <= now then
    redis.call('HDEL', KEYS[1], fields[i])
  end
  last = math.max(last, tonumber(fields[i + 1]))
end
if last > now then
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', last - now))
end
if news == 1 then
  redis.call('PUBLISH', ARGV[3], ARGV[1])
end
return news
