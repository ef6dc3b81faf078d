-- Records that calls with side effects are about to be made.
-- KEYS: 1 epoch, 2 run, 3 idempotency record
-- ARGV: 1 epoch at admission, 2 attempt, 3 time to live in ms, 4 how many documents come before these, from 5 on of each call: its
--       document, its id, its tool
-- Returns: 'stored', or why nothing was: 'erased', 'fenced_off', 'cancelling' if the run was asked to stop, or 'gap' if a document
--          before these is missing
-- Invariant: a call is made only after its intent was stored, so nothing happens of which nobody knows that it may have happened.
-- Nothing begins once a run was asked to stop.
local run = open_hash(KEYS[2], 'status', 'attempt', 'lease', 'stored:steps', 'expires', 'steps', 'jv', 'in_doubt')
local why, status = why_not_owner(KEYS[1], run, ARGV[1], ARGV[2])
if why then
  return why
end
if status == 'cancelling' then
  return 'cancelling'
end
local documents = {}
for i = 5, #ARGV, 3 do
  documents[#documents + 1] = ARGV[i]
end
local outcome = append_entries(run, KEYS[3], ARGV[4], ARGV[3], documents)
if outcome == 'stored' then
  for i = 5, #ARGV, 3 do
    open_call(run, ARGV[i + 1], ARGV[i + 2])
  end
  account(run, 'stored:steps', footprint(#get(run, 'in_doubt'), 2), lifetime(run, ARGV[3]))
  write_hash(run)
end
return outcome
