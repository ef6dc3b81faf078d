-- Keeps the text of an agent's revision.
-- KEYS: 1 as:agent:<revision>
-- ARGV: 1 text, 2 time to live in ms
-- Returns: 1
-- Invariant: what was kept for longer stays so.
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return 1
