-- Fragment: the line of a session, a sorted set `as:{u}:waits:<session>` of runs that found its turn taken, by when they began to
-- wait. Loaded after clock.lua and index.lua.
-- Invariant: who is in it and does not wait any more is passed over.

-- Puts a run in line for the turn of a session.
local function wait_for_turn(index, session, run_id, since, ttl)
  local member = 'waits:' .. session
  redis.call('ZADD', index_prefix(index) .. member, since or now_millis(), run_id)
  redis.call('PEXPIRE', index_prefix(index) .. member, ttl)
  index_add(index, member, ttl)
end

-- The run that is next in line for a turn that has become free, or false. It has left the line.
local function next_in_line(turn_key)
  local prefix, session = string.match(turn_key, '^(as:{[^}]*}:)turn:(.*)$')
  while prefix do
    local run = redis.call('ZPOPMIN', prefix .. 'waits:' .. session)[1]
    if not run then
      return false
    end
    if redis.call('HGET', prefix .. 'run:' .. run, 'status') == 'queued' then
      return run
    end
  end
  return false
end
