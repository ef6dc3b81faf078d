-- Lists a user's sessions in the order of their ids.
-- KEYS: 1 index of the user's keys
-- ARGV: 1 id after which to start ('' for the first), 2 how many
-- Returns: {{id, head}, ...}, at most that many
-- Invariant: lists only what exists; members whose session expired leave the index on the way.
local kind = 'session:'
local limit = tonumber(ARGV[2])
local from = ARGV[1] == '' and '[' .. kind or '(' .. kind .. ARGV[1]
local found = {}
local members
repeat
  -- ';' is the byte after ':', so this is the end of the kind's range.
  members = redis.call('ZRANGEBYLEX', KEYS[1], from, '(session;', 'LIMIT', 0, limit)
  for _, member in ipairs(members) do
    from = '(' .. member
    local head = redis.call('HGET', index_prefix(KEYS[1]) .. member, 'head')
    if not head then
      redis.call('ZREM', KEYS[1], member)
    elseif #found < limit then
      found[#found + 1] = { string.sub(member, string.len(kind) + 1), head }
    end
  end
until #found == limit or #members < limit
return found
