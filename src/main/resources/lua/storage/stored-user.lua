-- Reads how many bytes Redis holds of a user.
-- KEYS: 1 as:{u}:stored
-- Returns: {bytes, ms until some of it has expired or -1, the tenant's tag or false}
-- Invariant: writes nothing.
local sum, soonest, _, tenant = stored_sum(KEYS[1])
return { sum, soonest or -1, tenant or false }
