-- Fragment: a run's states and what may become of them. Loaded after hash.lua. RunState says the same in Java; a test compares the two.
-- Invariant: a run's status changes only through become(), and only along this table.

local MAY_BECOME = {
  queued = { running = true, failed = true, rejected = true, cancelled = true },
  running = { cancelling = true, succeeded = true, failed = true, rejected = true, cancelled = true, queued = true },
  cancelling = { cancelled = true },
  failed = { running = true, queued = true },
  rejected = { running = true, queued = true },
  succeeded = {},
  cancelled = {},
}

-- Changes the status of an open hash.
local function become(run, status)
  local before = get(run, 'status')
  if before and not MAY_BECOME[before][status] then
    error('a run that is ' .. before .. ' cannot become ' .. status)
  end
  put(run, 'status', status)
end

local OVER = { succeeded = true, failed = true, rejected = true, cancelled = true }

-- Whether a run has an owner, or had one until a moment ago.
local function is_active(status)
  return status == 'running' or status == 'cancelling'
end

-- Whether a run has ended. One that is neither active nor over waits.
local function is_over(status)
  return OVER[status] == true
end

-- Whether a run had an owner whose lease has passed: nobody works on it, and somebody has to look after it.
local function is_lapsed(status, lease, now)
  return is_active(status) and (tonumber(lease or '') or 0) < now
end
