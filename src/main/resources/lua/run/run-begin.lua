-- Fragment: begins a run's attempt. Loaded after clock.lua, hash.lua, stored.lua, run-steps.lua and run-states.lua.
-- Invariant: an attempt number is given out once.

-- The number of the attempt that would be next.
local function next_attempt(run)
  return (tonumber(get(run, 'attempt')) or 0) + 1
end

-- Makes an open hash the record of a run at work whose owner has the session's turn, and takes away what an earlier attempt
-- said. Returns the number of the attempt's first event, and {finished step, ...}.
local function begin_attempt(run, attempt, lease_until, turn_key, record_ttl)
  local last, steps = tonumber(get(run, 'seq')) or 0, {}
  local lease, lapsed = lease_until - now_millis(), tonumber(get(run, 'lease') or '0')
  become(run, 'running')
  put(run, 'attempt', attempt)
  put(run, 'lease', string.format('%.0f', lease_until))
  put(run, 'first', last + 1)
  put(run, 'seq', last)
  put(run, 'turn', turn_key)
  if attempt > 1 then
    -- Of an owner who gave its lease back it is unknown when it was last renewed.
    put(run, 'repeatable_at', string.format('%.0f', lapsed > 0 and lapsed + lease or lease_until + lease))
    discount(run, 'stored:log')
    redis.call('DEL', run.key .. ':events', run.key .. ':text')
    keep_steps(run, record_ttl)
    steps = redis.call('LRANGE', run.key .. ':steps', 0, -1)
  end
  return last + 1, steps
end
