-- Fragment: who may write for a run. Loaded after clock.lua and epoch.lua.
-- Invariant: whoever is not the run's owner any more, because its lease ran out, a newer attempt began, the run is over or
-- the user's data were erased, does not write a byte, however late its script arrives.

-- Why the caller does not own the run: 'erased' or 'fenced_off'; or nil, and the run's status, if it does.
local function why_not_owner(epoch_key, run_key, epoch, attempt)
  if not epoch_unchanged(epoch_key, epoch) then
    return 'erased'
  end
  local row = redis.call('HMGET', run_key, 'status', 'attempt', 'lease')
  local active = row[1] == 'running' or row[1] == 'cancelling'
  if not active or row[2] ~= attempt or tonumber(row[3]) < now_millis() then
    return 'fenced_off'
  end
  return nil, row[1]
end
