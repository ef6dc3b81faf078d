-- Gives up a version in the making, so that the next writer need not wait.
-- KEYS: those of know-owner
-- ARGV: 1 d, 2 the writer's token, 3 the version
-- Returns: how many vectors stay that were paid for, for the next writer of the document
-- Invariants: its passages go in any case, also after a deletion has taken the token away, unless they count by now, or are those
-- of another writer: after an erasure versions begin anew. Of a user's own only the document that was given up last keeps what was
-- paid for, so that all that counts for nothing takes no more than one version may.
local stage, paid = key('stage', ARGV[1]), key('paid', ARGV[1])
local staged = redis.call('HMGET', stage, 'token', 'version')
local entry = find_document(ARGV[1])
if not (entry and string.format('%.0f', entry.version) == ARGV[3]) and (staged[1] == ARGV[2] or staged[2] ~= ARGV[3]) then
  delete_making(ARGV[1], tonumber(ARGV[3]))
end
if is_own and is_writer(ARGV[1], ARGV[2]) then
  local last = redis.call('HGET', KEYS[1], 'given_up')
  if last and last ~= ARGV[1] then
    redis.call('DEL', key('paid', last))
  end
  if not pcall(redis.call, 'HSET', KEYS[1], 'given_up', ARGV[1]) then
    redis.call('DEL', paid)
  end
end
if staged[1] == ARGV[2] then
  redis.call('DEL', stage)
end
return redis.call('HLEN', paid)
