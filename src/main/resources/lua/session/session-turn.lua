-- Fragment: the lock of a session's turn; its value is the owner, `run:attempt`.
-- Invariant: nobody releases or renews another owner's turn, and a lease that ran out is never revived.

local function has_turn(turn_key, owner)
  return redis.call('GET', turn_key) == owner
end

local function release_turn(turn_key, owner)
  if has_turn(turn_key, owner) then
    redis.call('DEL', turn_key)
  end
end
