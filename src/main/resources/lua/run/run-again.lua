-- Fragment: a run that has lost its owner, or was given back by it, waits for the next. Loaded after run-waits.lua.
-- Invariant: nothing that it has finished or told is lost.

-- Has an open hash at work wait again, for `reason`. ttl: ms until it expires, if nothing says when.
local function wait_again(run, reason, ttl, retention)
  become(run, 'queued')
  put(run, 'lease', false)
  put(run, 'turn', '')
  put(run, 'resumed', reason)
  if not get(run, 'since') then
    put(run, 'since', string.format('%.0f', now_millis()))
  end
  if not get(run, 'expires') then
    put(run, 'expires', string.format('%.0f', now_millis() + ttl))
  end
  local life = string.format('%.0f', lifetime(run, retention))
  account(run, 'stored', 0, life)
  keep_steps(run, life)
  redis.call('PEXPIRE', run.key, life)
end

-- In how many ms an open hash that waits expires.
local function expires_in(run)
  return math.max(0, tonumber(get(run, 'expires')) - now_millis())
end
