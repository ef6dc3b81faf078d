-- Fragment: where a job is, by what is stored of it. Loaded after queue-jobs.lua.

-- 'none' if it is to be offered, or if what it names is lost; 'backlog'; 'lane' if it waits there; 'taken', or 'stuck' if that
-- was more than so many ms ago.
local function place_of(job, stuck_after)
  if not is_entry(job.entry) then
    return job.entry == '-' and redis.call('ZSCORE', key('backlog', job.user), job.run) and 'backlog' or 'none'
  end
  local pending = redis.pcall('XPENDING', lane(job.track), GROUP, job.entry, job.entry, 1)
  if pending.err then
    return 'none' -- The lane is lost, or its group.
  end
  if #pending > 0 then
    return pending[1][3] > tonumber(stuck_after) and 'stuck' or 'taken'
  end
  return #redis.call('XRANGE', lane(job.track), job.entry, job.entry) > 0 and 'lane' or 'none'
end
