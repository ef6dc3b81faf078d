-- Adds an entry to a stream at a time of its own.
-- KEYS: 1 stream
-- ARGV: 1 how many ms ago, then name and value of each field
-- Returns: the entry's id
-- Invariant: none; Redis refuses an entry older than the newest.
local time = redis.call('TIME')
local millis = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000) - tonumber(ARGV[1])
return redis.call('XADD', KEYS[1], string.format('%.0f', millis) .. '-0', unpack(ARGV, 2))
