-- Fragment: a run's states and what may become of them. Loaded after hash.lua. RunState says the same in Java; a test compares the two.
-- Invariant: a run's status changes only through become(), and only along this table.

local MAY_BECOME = {
  running = { cancelling = true, succeeded = true, failed = true, rejected = true, cancelled = true },
  cancelling = { cancelled = true },
  failed = { running = true },
  rejected = { running = true },
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

-- Whether somebody holds the run, or did until its lease ran out.
local function is_active(status)
  return status == 'running' or status == 'cancelling'
end

-- Whether a run of this status has ended. A run that is not active need not have.
local function is_over(status)
  return OVER[status] == true
end
