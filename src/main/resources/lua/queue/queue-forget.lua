-- Takes runs of a user out of the queue, wherever they are in it, because the user's data are erased.
-- KEYS: 1 as:{q}:jobs
-- ARGV: 1 see queue-promote.lua, 2 user, 3 tenant, 4 how many of each place at most
-- Returns: how many were taken out; 0 if none is left
-- Invariant: their places go to the next, as with every release. Repeated, it changes nothing.
local last = ARGV[4] - 1
local places = {
  redis.call('ZRANGE', key('backlog', ARGV[2]), 0, last), redis.call('SRANDMEMBER', key('window', ARGV[2]), ARGV[4]),
  redis.call('ZRANGE', key('waiting', ARGV[2]), 0, last), redis.call('ZRANGE', key('parked', ARGV[2]), 0, last),
}
local runs, count = {}, 0
for _, place in ipairs(places) do
  for _, run in ipairs(place) do
    runs[run] = true
  end
end
for run in pairs(runs) do
  local job = find_job(run)
  if job and job.user == ARGV[2] then
    withdraw(job)
    redis.call('HDEL', KEYS[1], run)
    redis.call('ZREM', key('live'), job.announcement)
  end
  -- What names no job is lost, and leaves by itself.
  redis.call('ZREM', key('backlog', ARGV[2]), run)
  redis.call('SREM', key('window', ARGV[2]), run)
  redis.call('ZREM', key('waiting', ARGV[2]), run)
  redis.call('ZREM', key('parked', ARGV[2]), run)
  count = count + 1
end
promote(ARGV[2], ARGV[3])
return count
