-- Keeps vectors that were paid for, until the version that they are for counts: who stores the document again after a failure
-- need not pay again.
-- KEYS: those of know-owner
-- ARGV: 1 d, 2 the writer's token, 3 ms that they are kept, then pairs: digest of the embedding's input and generation, vector
-- Returns: 'written', or 'lost' if another writer or a deletion came in between: nothing of a deleted document is kept
if not is_writer(ARGV[1], ARGV[2]) then
  return 'lost'
end
local paid = key('paid', ARGV[1])
for i = 4, #ARGV, 2 do
  redis.call('HSET', paid, ARGV[i], ARGV[i + 1])
end
redis.call('PEXPIRE', paid, ARGV[3])
keep(paid, ARGV[3])
return 'written'
