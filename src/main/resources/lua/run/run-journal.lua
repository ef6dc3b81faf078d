-- Fragment: a run's journal. Loaded after hash.lua, stored.lua and run-steps.lua.
-- Invariant: the journal has no gap, and the record counts its entries, so that a journal that was lost is noticed, and knows the
-- highest version among them.

-- Appends entries behind as many as the caller knows of. The run is an open hash; all its keys are kept for `retention` ms.
-- Returns 'stored', or 'gap' if an entry before them is missing: then nothing was written.
local function append_entries(run, idempotency_key, before, retention, entries)
  local key, bytes, ttl = run.key .. ':steps', 0, string.format('%.0f', lifetime(run, retention))
  if redis.call('LLEN', key) ~= tonumber(before) then
    return 'gap'
  end
  redis.call('RPUSH', key, unpack(entries))
  put(run, 'steps', string.format('%.0f', before + #entries))
  for _, expiring in ipairs({ key, run.key, idempotency_key }) do
    redis.call('PEXPIRE', expiring, ttl)
  end
  for _, entry in ipairs(entries) do
    bytes = bytes + #entry
    local version = tonumber(string.match(entry, '^{"v":(%d+)'))
    if version and version > (tonumber(get(run, 'jv')) or 0) then
      put(run, 'jv', string.format('%.0f', version))
    end
  end
  account(run, 'stored:steps', footprint(bytes, #entries), ttl, 400)
  return 'stored'
end

-- Whether entries that the record, an open hash, counts are missing. A release before counted none.
local function is_journal_lost(run)
  local steps = get(run, 'steps')
  return steps and redis.call('LLEN', run.key .. ':steps') ~= tonumber(steps)
end
