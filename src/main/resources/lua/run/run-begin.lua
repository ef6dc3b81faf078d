-- Fragment: begins a run's attempt. Loaded after clock.lua, hash.lua, stored.lua, run-steps.lua and run-states.lua.
-- Invariant: an attempt number is given out once.

-- The number of the attempt that would be next.
local function next_attempt(run)
  return (tonumber(get(run, 'attempt')) or 0) + 1
end

-- How many bytes more a run takes once another owner is noted in it.
local function owner_size(run, owner)
  local before = get(run, 'owner')
  return footprint(#owner, 1) - (before and footprint(#before, 1) or 0)
end

-- Takes away what an earlier attempt said: the run's events begin anew behind it.
local function forget_events(run)
  local last = tonumber(get(run, 'seq')) or 0
  discount(run, 'stored:log')
  redis.call('DEL', run.key .. ':events', run.key .. ':text')
  put(run, 'first', last + 1)
  put(run, 'seq', last)
end

-- Makes an open hash the record of a run that waits for its first owner, or for its next one after it had ended.
local function begin_wait(run, attempts, record_ttl, priority, since)
  become(run, 'queued')
  put(run, 'attempt', attempts)
  put(run, 'lease', false)
  put(run, 'again', false)
  put(run, 'resumed', false)
  put(run, 'priority', priority)
  put(run, 'since', string.format('%.0f', since))
  forget_events(run)
  keep_steps(run, record_ttl)
end

-- Makes an open hash the record of a run at work whose owner has the session's turn. What an earlier attempt said stays if
-- `said`, and is taken away otherwise. Returns the number of the attempt's first event, and {finished step, ...}.
local function begin_attempt(run, attempt, lease_until, turn_key, record_ttl, said)
  local steps = {}
  local lease, lapsed = lease_until - now_millis(), tonumber(get(run, 'lease') or '0')
  become(run, 'running')
  put(run, 'attempt', attempt)
  put(run, 'lease', string.format('%.0f', lease_until))
  put(run, 'turn', turn_key)
  if attempt > 1 then
    -- Of an owner who gave its lease back it is unknown when it was last renewed.
    put(run, 'repeatable_at', string.format('%.0f', lapsed > 0 and lapsed + lease or lease_until + lease))
    keep_steps(run, record_ttl)
    steps = redis.call('LRANGE', run.key .. ':steps', 0, -1)
  end
  if not said then
    if attempt > 1 then
      forget_events(run)
    else
      put(run, 'first', (tonumber(get(run, 'seq')) or 0) + 1)
      put(run, 'seq', tonumber(get(run, 'seq')) or 0)
    end
  end
  return (tonumber(get(run, 'seq')) or 0) + 1, steps
end
