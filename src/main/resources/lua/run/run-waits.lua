-- Fragment: runs that wait for an owner. Loaded after clock.lua and hash.lua.
-- Invariant: one whose time is up is not continued.

local function has_expired(run)
  local expires = tonumber(get(run, 'expires') or '')
  return expires and expires < now_millis()
end
