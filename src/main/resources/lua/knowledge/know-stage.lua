-- Begins to store a document: its next version, for one writer at a time.
-- KEYS: those of know-owner
-- ARGV: 1 d, 2 the writer's token, 3 ms that it may take, 4 the tag that is expected or '', 5 digest of content and settings,
--   6 generation, 7 most documents, 8 name of the index outside of Redis or '',
--   9 the same with the id of its instance, or '' if that is not known; of a user's own also 10 epoch to use if there is none,
--   11 ms that the user is remembered, 12 ms that passages stay after they were last stored or searched, 13 the tenant's tag
-- Returns: {'staged', version, 'new' or '', bytes of the version before, the epoch if it is not stored who the user is, or '', how its
--   texts are compared, the generation that is being made or ''}, {'unchanged', version, entry}, {'mismatch', version, ''}, {'bound', 0, generation},
--   {'busy', 0, ''} or {'full', 0, ''}; of a user's own also {'erasing', 0, ''} and {'blocked', 0, ''}
-- Invariant: a version is given once in a collection, also after its document was deleted, so nothing that a replica or an
-- index still holds can pass for what is stored later.
if is_own then
  local why = why_not_admitted(KEYS[2], '')
  if why then
    return { why, 0, '' }
  end
end
forget_expired()
local d, stage = ARGV[1], key('stage', ARGV[1])
local entry, json = find_document(d)
if ARGV[4] ~= '' and (entry and tag_of(entry) or '0') ~= ARGV[4] then
  return { 'mismatch', entry and entry.version or 0, '' }
end
local documents = tonumber(redis.call('HGET', KEYS[1], 'documents') or 0)
local generation = redis.call('HGET', KEYS[1], 'generation')
local _, other, state = generations()
local is_making = other == ARGV[6] and (state == 'running' or state == 'waiting_for_budget' or state == 'ready')
if documents > 0 and generation and generation ~= ARGV[6] and not is_making then
  return { 'bound', 0, generation }
end
-- How texts are compared, and how they will be.
local active, making = ARGV[6], ''
if documents > 0 and is_making and generation and generation ~= ARGV[6] then
  active, making = generation, ARGV[6]
end
-- What is damaged is stored anew by the same request.
if entry and entry.digest == ARGV[5] and redis.call('HLEN', passages_of(d, entry.version)) == entry.passages
    and (active == 'none' or redis.call('HLEN', vectors_in(d, entry, active)) == entry.passages) then
  renew()
  return { 'unchanged', entry.version, json }
end
if redis.call('EXISTS', stage) == 1 then
  return { 'busy', 0, '' }
end
if not entry and documents >= tonumber(ARGV[7]) then
  return { 'full', 0, '' }
end
local epoch, is_named = '', true
if is_own then
  epoch, is_named = admit(KEYS[2], KEYS[4], ARGV[10], ARGV[11])
  is_gone = false
  redis.call('HSET', KEYS[1], 'epoch_ttl', ARGV[11], 'retention', ARGV[12])
  redis.call('HSET', stored_key(KEYS[1]), 'tenant', ARGV[13])
  redis.call('PEXPIRE', stored_key(KEYS[1]), ARGV[11])
  keep(KEYS[1])
  renew()
end
if generation and generation ~= active then
  tell('generation', '', 0)
end
redis.call('HSET', KEYS[1], 'generation', active)
if documents == 0 then
  redis.call('DEL', key('reembed'), key('embedded'))
  redis.call('HDEL', KEYS[1], 'beside')
  -- Nothing has to be filled into it.
  redis.call('HSET', KEYS[1], 'index', ARGV[8], 'whole', ARGV[9])
end
local version = redis.call('HINCRBY', KEYS[1], 'seq', 1)
redis.call('HSET', stage, 'token', ARGV[2], 'version', version, 'seen', entry and string.format('%.0f', entry.version) or 0,
  'epoch', epoch, 'most', ARGV[7])
redis.call('PEXPIRE', stage, ARGV[3])
keep(stage, ARGV[3])
return { 'staged', version, entry and '' or 'new', entry and entry.bytes or 0, is_named and '' or epoch,
  active, making }
