-- Reads the figures of the queue, and says that a replica is at work if one is named.
-- KEYS: 1 as:{q}:jobs
-- ARGV: 1 track of the replica, 2 replica or '', 3 ms after which one that was not seen does not count
-- Returns: {dead runs, {track, runs that wait, ms that the oldest could have begun, runs in the lane, replicas}, ...} of
--          its own track and of all that have a lane
local now = now_millis()
if ARGV[2] ~= '' then
  redis.call('ZADD', key('workers', ARGV[1]), number(now), ARGV[2])
end
local dead = 0
for _, tenant in ipairs(redis.call('SMEMBERS', key('dead'))) do
  dead = dead + redis.call('ZCARD', key('dead', tenant))
end
local tracks = redis.call('SMEMBERS', key('tracks'))
if redis.call('SISMEMBER', key('tracks'), ARGV[1]) == 0 then
  tracks[#tracks + 1] = ARGV[1]
end
local figures = { dead }
for _, track in ipairs(tracks) do
  local waiting = key('waiting', track)
  local oldest = redis.call('ZRANGE', waiting, 0, 0, 'WITHSCORES')[2]
  figures[#figures + 1] = { track, redis.call('ZCARD', waiting), math.max(0, now - (oldest or now)),
    redis.call('XLEN', lane(track)), redis.call('ZCOUNT', key('workers', track), number(now - ARGV[3]), '+inf') }
end
return figures
