-- Cleans up behind replicas of a track that are gone; if all are, gives what waits for them to another track.
-- KEYS: 1 as:{q}:jobs
-- ARGV: 1 track, 2 the other track, 3 ms after which a replica that was not seen is gone, 4 ms after which it is forgotten,
--       5 how many runs are moved at most, 6 ms for which dead runs are listed
-- Returns: how many runs were moved
-- Invariant: a consumer is asked and deleted in one script, so none is deleted that has just taken a run: its pending
-- entries would be lost with it.
local now = now_millis()
local consumers = redis.pcall('XINFO', 'CONSUMERS', lane(ARGV[1]), GROUP)
for _, fields in ipairs(consumers.err and {} or consumers) do
  local consumer = {}
  for i = 1, #fields, 2 do
    consumer[fields[i]] = fields[i + 1]
  end
  if consumer.pending == 0 and consumer.idle > tonumber(ARGV[4]) then
    redis.call('XGROUP', 'DELCONSUMER', lane(ARGV[1]), GROUP, consumer.name)
  end
end
redis.call('ZREMRANGEBYSCORE', key('workers', ARGV[1]), '-inf', '(' .. number(now - ARGV[4]))
for _, tenant in ipairs(redis.call('SMEMBERS', key('dead'))) do
  redis.call('ZREMRANGEBYSCORE', key('dead', tenant), '-inf', '(' .. number(now - ARGV[6]))
  if redis.call('EXISTS', key('dead', tenant)) == 0 then
    redis.call('SREM', key('dead'), tenant)
  end
end
-- A release before this one takes waiting runs off the list of live runs.
for _, run in ipairs(redis.call('HRANDFIELD', KEYS[1], 50)) do
  redis.call('ZADD', key('live'), 'NX', number(now), find_job(run).announcement)
end
if ARGV[1] == ARGV[2] or redis.call('ZCOUNT', key('workers', ARGV[1]), number(now - ARGV[3]), '+inf') > 0 then
  return 0
end

local waiting = redis.call('ZRANGE', key('waiting', ARGV[1]), 0, ARGV[5] - 1, 'WITHSCORES')
make_lane(ARGV[2])
for i = 1, #waiting, 2 do
  local job = find_job(waiting[i])
  redis.call('ZREM', key('waiting', ARGV[1]), waiting[i])
  if job then
    redis.call('ZADD', key('waiting', ARGV[2]), waiting[i + 1], job.run)
    job.track = ARGV[2]
    if is_entry(job.entry) then
      delete_entry(ARGV[1], job.entry)
      write_entry(job)
    else
      keep_job(job)
    end
  end
end
if #waiting == 0 and redis.call('XLEN', lane(ARGV[1])) == 0 then
  redis.call('DEL', lane(ARGV[1]), key('workers', ARGV[1]))
  redis.call('SREM', key('tracks'), ARGV[1])
end
return #waiting / 2
