-- Fragment: who may write for a run. Loaded after clock.lua, hash.lua, epoch.lua and run-states.lua.
-- Invariant: whoever is not the run's owner any more, because its lease ran out, a newer attempt began, the run is over or
-- the user's data were erased, does not write a byte, however late its script arrives.

-- Why the caller does not own the run: 'erased' or 'fenced_off'; or nil, and the run's status, if it does. The run is an open
-- hash with `status`, `attempt` and `lease`.
local function why_not_owner(epoch_key, run, epoch, attempt)
  if not epoch_unchanged(epoch_key, epoch) then
    return 'erased'
  end
  local status = get(run, 'status')
  if not is_active(status) or get(run, 'attempt') ~= attempt or tonumber(get(run, 'lease')) < now_millis() then
    return 'fenced_off'
  end
  return nil, status
end
