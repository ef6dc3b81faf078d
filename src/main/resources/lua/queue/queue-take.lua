-- Takes runs that may begin from the lane of a track, for a replica that claims each at once, and says that it is at work.
-- KEYS: 1 as:{q}:jobs
-- ARGV: 1 track, 2 replica, 3 how many
-- Returns: {{entry, run, user, tenant, track, announcement, ms that it could have begun}, ...}
-- Invariant: an entry is delivered once. If the answer is lost, whoever looks at the run finds it stuck.
local function read()
  return redis.pcall('XREADGROUP', 'GROUP', GROUP, ARGV[2], 'COUNT', ARGV[3], 'STREAMS', lane(ARGV[1]), '>')
end

redis.call('ZADD', key('workers', ARGV[1]), number(now_millis()), ARGV[2])
if ARGV[3] == '0' then
  return {} -- Redis takes it for no limit.
end
local reply = read()
if reply and reply.err then
  make_group(ARGV[1])
  reply = read()
end
if reply and reply.err then
  return reply
end
local taken = {}
for _, message in ipairs(reply and reply[1][2] or {}) do
  local entry, run = message[1], message[2] and message[2][2]
  local job = run and find_job(run)
  if job and job.entry == entry then
    local since = redis.call('ZSCORE', key('waiting', job.track), run)
    waits_no_more(job)
    taken[#taken + 1] = { entry, run, job.user, job.tenant, job.track, job.announcement,
      math.max(0, now_millis() - (since or now_millis())) }
  else
    delete_entry(ARGV[1], entry)
  end
end
return taken
