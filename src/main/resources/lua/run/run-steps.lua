-- Fragment: what a run has finished, which its next attempt needs. Loaded after hash.lua and stored.lua.
-- Invariant: it lives as long as the record that may have another attempt.

-- How long the keys of a run that has not ended live, in ms: until it expires, if it does, and for as long as they are kept then.
local function lifetime(run, retention)
  local expires = tonumber(get(run, 'expires') or '')
  return (expires and math.max(0, expires - now_millis()) or 0) + retention
end

-- Has it live as long as the record, an open hash, from now on.
local function keep_steps(run, record_ttl)
  if redis.call('PEXPIRE', run.key .. ':steps', record_ttl) == 1 then
    account(run, 'stored:steps', 0, record_ttl)
  end
end
