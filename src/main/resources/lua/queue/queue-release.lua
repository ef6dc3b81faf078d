-- Ends the possession of a run, or takes it out of the queue, and gives its place in the windows to the next.
-- KEYS: 1 as:{q}:jobs
-- ARGV: 1 see queue-promote.lua, 2 run, 3 the entry that was taken or '' for whichever it has, 4 track of that entry,
--       5 what becomes of it, 6 more of that, 7 ms until somebody looks at a queued run:
--       'over': nobody looks at it any more; if it is the announcement (6), unless that is ''
--       'requeue': it waits in its old place; on the track (6), unless that is ''
--       'later': it is offered again, (6) ms from now at the latest
--       'parked': it is offered again; looked at when it is (6), in ms
-- Returns: 1 if anything has changed, otherwise 0: the run is not in the queue, the entry is not its own any more, or it is
--          to be requeued and waits already
-- Invariant: whoever held an entry that is not the run's any more changes nothing but by 'over'. Repeated, it changes nothing.
local job = find_job(ARGV[2])
local kind = ARGV[5]
if ARGV[3] ~= '' and (not job or job.entry ~= ARGV[3]) then
  delete_entry(ARGV[4], ARGV[3])
  if kind ~= 'over' then
    return 0
  end
end
if not job then
  return 0
end
if kind == 'over' and ARGV[6] ~= '' and job.announcement ~= ARGV[6] then
  -- It was accepted again since.
  redis.call('ZREM', key('live'), ARGV[6])
  return 0
end
if kind == 'requeue' then
  local place = place_of(job, 0)
  if place == 'backlog' or place == 'lane' then
    return 0
  end
end
withdraw(job)
if kind == 'over' then
  redis.call('HDEL', KEYS[1], job.run)
  redis.call('ZREM', key('live'), job.announcement)
elseif kind == 'requeue' then
  job.track = ARGV[6] ~= '' and ARGV[6] or job.track
  enqueue(job, ARGV[7])
elseif kind == 'later' then
  job.entry = kind
  keep_job(job)
  waits(job, now_millis() + ARGV[6])
  look_at(job, now_millis() + ARGV[6])
else
  job.entry = kind
  keep_job(job)
  redis.call('ZADD', key('parked', job.user), ARGV[6], job.run)
  look_at(job, ARGV[6])
end
promote(job.user, job.tenant)
return 1
