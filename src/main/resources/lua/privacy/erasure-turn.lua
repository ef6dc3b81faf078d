-- Puts a look through a page of keys into line, behind all others of all replicas.
-- KEYS: 1 as:{e}:erasures
-- ARGV: 1 for how many ms a page takes the line
-- Returns: in how many ms the next page is due
-- Invariant: in the long run a page is due every ARGV[1] ms, however many erasures are verified.
local now, turn = now_millis(), key('scan')
local begins = math.max(tonumber(redis.call('GET', turn) or '0'), now)
local ends = begins + ARGV[1]
if ends > now then
  redis.call('SET', turn, number(ends), 'PX', number(ends - now))
end
return ends - now
