-- Fragment: the keys of erasures, all in the slot of {e}, made from KEYS[1], as:{e}:erasures (sorted set, erasure -> when it is
-- to be looked at). Loaded after clock.lua.
-- as:{e}:erasure:<id> is a hash: attempt (of whoever works at it), lease, due (when the next step is), doc, open (the user's tag, while the fence may stand), since
-- (when it was opened again).
-- as:{e}:open:<tag> is the open erasure of a user; as:{e}:ledger a sorted set, '<seq> <tag> <tenant tag>' -> when;
-- as:{e}:seq its last number; as:{e}:boot a random id of this life of Redis; as:{e}:replay who does erasures again;
-- as:{e}:from until when entries were dropped from the ledger by their age; as:{e}:noted the highest number noted as done again;
-- as:{e}:scan when the next page of keys may be looked at; as:{e}:proof when scripts/prove-erasure has last found nothing.
-- Invariant: a user has one open erasure at most. Every erasure has its entry in the ledger before anything is erased.

local function key(kind)
  return string.sub(KEYS[1], 1, -(string.len('erasures') + 1)) .. kind
end

-- A key that erasures of tenants share with those of users: one life of Redis is that of all.
local function of_all(kind)
  return string.match(KEYS[1], '^.*}:') .. kind
end

local function number(value)
  return string.format('%.0f', value)
end
