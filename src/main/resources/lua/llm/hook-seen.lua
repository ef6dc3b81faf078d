-- Notes that a provider's hook has come, and tells every replica what it is about, once.
-- KEYS: 1 as:remote:hook:<provider>:<digest of the message's id>
-- ARGV: 1 for how long it is remembered in ms, 2 channel, 3 what it is about; empty tells nobody
-- Returns: 'news', or 'repeated' if it came before; then nobody is told
-- Invariant: of one message at most one word goes out as long as it is remembered.
if not redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then
  return 'repeated'
end
if ARGV[3] ~= '' then
  redis.call('PUBLISH', ARGV[2], ARGV[3])
end
return 'news'
