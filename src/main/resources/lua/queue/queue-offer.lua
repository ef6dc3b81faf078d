-- Queues a run, at once in its lane if its user and its tenant have room there.
-- KEYS: 1 as:{q}:jobs
-- ARGV: 1 see queue-promote.lua, 2 run, 3 user, 4 tenant, 5 track, 6 announcement, 7 score in the backlog,
--       8 how many runs may wait of the user, 9 of the tenant, 10 in all, 11 '1' if Redis is short of memory,
--       12 ms until somebody looks at it, 13 '1' if it was accepted before
-- Returns: 'offered'; 'known' if it is queued or at work; 'user_full', 'tenant_full' or 'full' if a quota refuses it. Only
--          'offered' writes anything.
-- Invariant: a run is queued at most once. What was accepted before, and is to be offered again, no quota refuses.
local function waiting(name)
  return redis.call('ZCARD', key('waiting', name))
end

local function waiting_in_all()
  local sum = 0
  for _, track in ipairs(redis.call('SMEMBERS', key('tracks'))) do
    sum = sum + waiting(track)
  end
  return sum
end

local function refusal()
  if math.max(waiting(ARGV[3]), redis.call('ZCARD', key('parked', ARGV[3]))) >= tonumber(ARGV[8]) then
    return 'user_full'
  end
  if waiting(ARGV[4]) >= tonumber(ARGV[9]) then
    return 'tenant_full'
  end
  return (ARGV[11] == '1' or waiting_in_all() >= tonumber(ARGV[10])) and 'full'
end

local known = find_job(ARGV[2])
if known and place_of(known, 0) ~= 'none' then
  return 'known'
end
local refused = not known and ARGV[13] ~= '1' and refusal()
if refused then
  return refused
end
if known then
  withdraw(known)
  if known.announcement ~= ARGV[6] then
    redis.call('ZREM', key('live'), known.announcement)
  end
end
enqueue({ run = ARGV[2], user = ARGV[3], tenant = ARGV[4], track = ARGV[5], announcement = ARGV[6], score = ARGV[7] }, ARGV[12])
promote(ARGV[3], ARGV[4])
return 'offered'
