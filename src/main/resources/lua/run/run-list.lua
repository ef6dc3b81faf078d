-- Lists a user's runs, newest first.
-- KEYS: 1 index of the user's keys
-- ARGV: 1 id after which to go on ('' for the newest), 2 how many, 3 session ('' for any), 4 status ('' for any),
--       5 how many runs are looked at at most
-- Returns: {id to go on after or false, {id, and what run-find.lua returns}, ...}; a page may be short and still have a next one
-- Invariant: lists only what exists; members whose run expired leave the index on the way.
local kind = 'run:'
local limit, look, now = tonumber(ARGV[2]), tonumber(ARGV[5]), now_millis()
-- ';' is the byte after ':', so this is the end of the kind's range.
local from = ARGV[1] == '' and '(run;' or '(' .. kind .. ARGV[1]
local members = redis.call('ZREVRANGEBYLEX', KEYS[1], from, '(' .. kind, 'LIMIT', 0, look)
local page, seen = { false }, false

local function wanted(row)
  if ARGV[4] ~= '' and row[2] ~= ARGV[4] then
    return false
  end
  return ARGV[3] == '' or cjson.decode(row[1]).session_id == ARGV[3]
end

for i, member in ipairs(members) do
  local id = string.sub(member, string.len(kind) + 1)
  local row = redis.call('HMGET', index_prefix(KEYS[1]) .. member, 'doc', 'status', 'attempt', 'end', 'ended_at', 'in_doubt', 'lease')
  if not row[1] then
    redis.call('ZREM', KEYS[1], member)
  elseif wanted(row) then
    row[7] = is_lapsed(row[2], row[7], now) and 1 or 0
    page[#page + 1] = { id, unpack(row) }
  end
  seen = id
  if #page > limit then
    page[1] = (i < #members or #members == look) and seen or false
    break
  end
end
if #page <= limit and #members == look then
  page[1] = seen
end
return page
