-- Fragment: who enters the lane. Loaded after queue-jobs.lua. ARGV[1] has the windows: `* user tenant`, and for tenants with
-- others `tag user tenant`; 0 is no limit.
-- Invariant: ring:<t> has the tenant's users with a backlog and room in their window, by turn. After each script that ends
-- with promote(), the tenant's window is full or its ring is empty, or MOST runs were promoted and a later release goes on.

local MOST = 100

local function windows_of(tenant)
  local of_user, of_tenant = string.match(ARGV[1], tenant .. ' (%d+) (%d+)')
  if not of_user then
    of_user, of_tenant = string.match(ARGV[1], '^%* (%d+) (%d+)')
  end
  return tonumber(of_user), tonumber(of_tenant)
end

local function has_room(name, window)
  return window == 0 or redis.call('SCARD', key('window', name)) < window
end

-- Puts the user at the ring's end, if there is anything to wait for.
local function join_ring(user, tenant, window)
  local ring = key('ring', tenant)
  if redis.call('EXISTS', key('backlog', user)) == 0 or not has_room(user, window) then
    redis.call('ZREM', ring, user)
  elseif not redis.call('ZSCORE', ring, user) then
    local last = redis.call('ZRANGE', ring, -1, -1, 'WITHSCORES')
    redis.call('ZADD', ring, number((last[2] or 0) + 1), user)
  end
end

local function enter_lane(job)
  write_entry(job)
  redis.call('SADD', key('window', job.user), job.run)
  redis.call('SADD', key('window', job.tenant), job.run)
end

-- Has the first run of the user whose turn it is enter the lane, for as long as the tenant has room.
local function promote(user, tenant)
  local of_user, of_tenant = windows_of(tenant)
  local ring = key('ring', tenant)
  join_ring(user, tenant, of_user)
  for _ = 1, MOST do
    local next_user = has_room(tenant, of_tenant) and redis.call('ZRANGE', ring, 0, 0)[1]
    if not next_user then
      return
    end
    redis.call('ZREM', ring, next_user)
    local run = has_room(next_user, of_user) and redis.call('ZPOPMIN', key('backlog', next_user))[1]
    local job = run and find_job(run)
    if job and job.entry == '-' then
      enter_lane(job)
    end
    join_ring(next_user, tenant, of_user)
  end
end

-- Takes a job from wherever it is; what it waited for goes to others with promote().
local function withdraw(job)
  if is_entry(job.entry) then
    delete_entry(job.track, job.entry)
    redis.call('SREM', key('window', job.user), job.run)
    redis.call('SREM', key('window', job.tenant), job.run)
  elseif job.entry == '-' then
    redis.call('ZREM', key('backlog', job.user), job.run)
  elseif job.entry == 'parked' then
    redis.call('ZREM', key('parked', job.user), job.run)
  end
  waits_no_more(job)
end

-- Queues a job. Somebody looks at it after so many ms, whatever happens.
local function enqueue(job, look_after)
  make_lane(job.track)
  job.entry = '-'
  keep_job(job)
  redis.call('ZADD', key('backlog', job.user), job.score, job.run)
  waits(job, now_millis())
  look_at(job, now_millis() + look_after)
end
