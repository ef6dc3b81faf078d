-- Fragment: the queue's jobs, lanes and windows. Loaded after clock.lua, where that is needed.
-- All keys are in the slot of {q}, so a script makes those of users,
-- tenants and tracks itself, from KEYS[1], as:{q}:jobs.
-- A job is what `jobs` holds of a run: entry|track|user|tenant|announcement|score. Its entry is that in the lane, or
-- '-' in the backlog, 'later' or 'parked' for a run that is to be offered again.
-- Invariant: an entry of a lane belongs to a job that names it, and its run is in the windows of its user and its tenant.
-- A run is in `waiting` of its track, user and tenant while it is queued and nobody has taken it.

local GROUP = 'workers'

local function key(kind, name)
  return string.sub(KEYS[1], 1, -(string.len('jobs') + 1)) .. kind .. (name and ':' .. name or '')
end

local function lane(track)
  return key('queue', track)
end

local function number(value)
  return string.format('%.0f', value)
end

local function find_job(run)
  local text = redis.call('HGET', KEYS[1], run)
  if not text then
    return nil
  end
  local entry, track, user, tenant, announcement, score = string.match(text, '^([^|]*)|([^|]*)|([^|]*)|([^|]*)|([^|]*)|([^|]*)$')
  return { run = run, entry = entry, track = track, user = user, tenant = tenant, announcement = announcement, score = score }
end

local function keep_job(job)
  redis.call('HSET', KEYS[1], job.run,
    table.concat({ job.entry, job.track, job.user, job.tenant, job.announcement, job.score }, '|'))
end

local function is_entry(entry)
  return entry ~= '-' and entry ~= 'later' and entry ~= 'parked'
end

local function make_group(track)
  redis.call('XGROUP', 'CREATE', lane(track), GROUP, '0', 'MKSTREAM')
  redis.call('SADD', key('tracks'), track)
end

-- A lane that is lost is made anew: KEDA takes a missing stream for an error.
local function make_lane(track)
  if redis.call('EXISTS', lane(track)) == 0 then
    make_group(track)
  end
end

local function write_entry(job)
  job.entry = redis.call('XADD', lane(job.track), '*', 'r', job.run, 'u', job.user, 't', job.tenant, 'a', job.announcement)
  keep_job(job)
  redis.call('PUBLISH', key('wake'), job.track)
end

-- One without the other leaks: an entry that is only acknowledged stays in the stream, one that is only deleted stays pending.
local function delete_entry(track, entry)
  redis.call('XACK', lane(track), GROUP, entry)
  redis.call('XDEL', lane(track), entry)
end

-- Since when it may begin, in ms.
local function waits(job, since)
  redis.call('ZADD', key('waiting', job.track), number(since), job.run)
  redis.call('ZADD', key('waiting', job.user), number(since), job.run)
  redis.call('ZADD', key('waiting', job.tenant), number(since), job.run)
end

local function waits_no_more(job)
  redis.call('ZREM', key('waiting', job.track), job.run)
  redis.call('ZREM', key('waiting', job.user), job.run)
  redis.call('ZREM', key('waiting', job.tenant), job.run)
end

local function look_at(job, at)
  redis.call('ZADD', key('live'), number(at), job.announcement)
end
