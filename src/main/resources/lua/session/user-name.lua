-- Stores who a user's tag stands for, once per epoch. Loaded after epoch.lua.
-- KEYS: 1 epoch, 2 who
-- ARGV: 1 the epoch that the user was admitted with, 2 who document behind 128 spaces, 3 time to live of both in ms
-- Returns: 1, or 0 if the user's data were erased since
-- Invariant: no other script is told a name. The slow log, where a script's own commands are logged, too, and the report of a
-- crash show the first 128 bytes of an argument, so neither holds one. The spaces are stored: JSON may begin with some.
if not epoch_unchanged(KEYS[1], ARGV[1]) then
  return 0
end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1
