-- Fragment: the documents of one collection. KEYS[1] is its `collection` hash; all others share its prefix. Loaded after know-owner.
-- Invariant: a passage counts only if its document's entry in `docs` names its version, so one HSET there makes a new version
-- visible and the old one invisible.
local prefix = string.match(KEYS[1], '^(.*:)collection$')

local function key(name, ...)
  return prefix .. table.concat({ name, ... }, ':')
end

-- A document's entry and its JSON, or nothing.
local function find_document(d)
  local json = redis.call('HGET', key('docs'), d)
  if json then
    return cjson.decode(json), json
  end
end

-- The version, and how many passages were released in it, as one number: DocumentEntry.tag().
local function tag_of(entry)
  return string.format('%.0f', entry.version + 1e11 * #(entry.released or {}))
end

local function passages_of(d, version)
  return key('doc', d, string.format('%.0f', version))
end

local function vectors_of(d, version)
  return key('vec', d, string.format('%.0f', version))
end

-- How texts are compared: the generation that is searched, and the other one that is being made, kept or dropped, with its state.
local function generations()
  local other = redis.call('HMGET', key('reembed'), 'generation', 'state')
  return redis.call('HGET', KEYS[1], 'generation') or 'none', other[1] or nil, other[2] or nil
end

-- The vectors of a document's current version in one generation: those that it was stored with, or those that were made later.
local function vectors_in(d, entry, generation)
  if generation == (entry.generation or 'none') then
    return vectors_of(d, entry.version)
  end
  return key('vec', d, string.format('%.0f', entry.version), generation)
end

-- What vectors of a generation take that were made beside those a document was stored with (PackedVector.bytes).
local function bytes_beside(entry, generation)
  local dimension = tonumber(string.match(generation, '@(%d+)$') or 0)
  return dimension > 0 and generation ~= (entry.generation or 'none')
    and entry.passages * (math.floor((dimension * 2 + 2) / 3) * 4 + 100) or 0
end

-- Whether a writer may go on: no other one, no deletion and no erasure came in between.
local function is_writer(d, token)
  local staged = redis.call('HMGET', key('stage', d), 'token', 'epoch')
  return staged[1] == token and (not is_own or not is_gone and epoch_unchanged(KEYS[2], staged[2]))
end

-- Corrects the sums of the collection by what one entry has more than another; either may be missing.
local function count(entry, before)
  local now, past = entry or {}, before or {}
  local function by(field, change)
    if change ~= 0 then
      redis.call('HINCRBY', KEYS[1], field, string.format('%.0f', change))
    end
  end
  by('documents', (entry and 1 or 0) - (before and 1 or 0))
  by('passages', (now.passages or 0) - (past.passages or 0))
  by('bytes', (now.bytes or 0) - (past.bytes or 0))
  by('quarantined', #(now.quarantined or {}) - #(past.quarantined or {}))
  count_own(entry, before)
end

-- What an index outside of Redis holds of one version: its name there, and which passages they are. The same version always has
-- the same name, so it is listed once.
local function rows_of(index, d, entry)
  return table.concat({ index, entry.generation or 'none', d, string.format('%.0f', entry.version),
    string.format('%.0f', entry.passages) }, ' ')
end

-- Lists what an index holds as garbage from some time on. A later time stands: until then a writer may still be at work.
local function discard(rows, due)
  local listed = redis.call('ZSCORE', key('garbage'), rows)
  if not listed or tonumber(listed) < due then
    redis.call('ZADD', key('garbage'), due, rows)
  end
end

-- The same for the index that the collection is in, from now on; if it is in none, nothing.
local function discard_of_index(d, entry)
  local index = redis.call('HGET', KEYS[1], 'index') or ''
  if index ~= '' then
    discard(rows_of(index, d, entry), now_millis())
  end
end

-- Counts what vectors take beside those that documents were stored with.
local function count_beside(bytes)
  if bytes ~= 0 then
    redis.call('HINCRBY', KEYS[1], 'beside', string.format('%.0f', bytes))
  end
end

-- Deletes the passages and vectors of a version that counts no more, of all generations; what an index holds of it is garbage.
local function delete_version(d, entry)
  redis.call('DEL', passages_of(d, entry.version), vectors_of(d, entry.version))
  discard_of_index(d, entry)
  local active, other = generations()
  local was_embedded = redis.call('HDEL', key('embedded'), d) == 1
  for _, generation in ipairs({ active, other }) do
    if generation ~= (entry.generation or 'none') then
      redis.call('DEL', vectors_in(d, entry, generation))
      discard_of_index(d, { generation = generation, version = entry.version, passages = entry.passages })
      if was_embedded then
        count_beside(-bytes_beside(entry, generation))
      end
    end
  end
end

-- A version in the making, of which nothing counts.
local function delete_making(d, version)
  local active, other = generations()
  redis.call('DEL', passages_of(d, version), vectors_of(d, version), vectors_in(d, { version = version }, active),
    vectors_in(d, { version = version }, other or active))
end

-- A writer that does not use the collection's index leaves it incomplete: it has to be filled again.
local function demand_index(index)
  if (redis.call('HGET', KEYS[1], 'index') or '') ~= index then
    redis.call('HDEL', KEYS[1], 'whole', 'filling')
  end
end

-- Tells the replicas, which bring their copies up to date by it.
local function tell(what, d, version)
  redis.call('XADD', key('log'), 'MAXLEN', '~', 10000, '*', 'what', what, 'd', d, 'v', string.format('%.0f', version))
  keep(key('log'))
end

-- Sums of a user's own documents that have expired meanwhile would count against those to come.
local function forget_expired()
  if is_own and redis.call('EXISTS', key('docs')) == 0
      and redis.call('HDEL', KEYS[1], 'documents', 'passages', 'bytes', 'quarantined') > 0 then
    local hash = open_hash(KEYS[1], 'account')
    discount(hash, 'account')
    write_hash(hash)
  end
end

-- Lets what a user owns stay for its whole time again, once a day at most. A document's passages outlive its entry.
local function renew()
  if not is_own or is_gone or now_millis() - (redis.call('HGET', KEYS[1], 'renewed') or 0) < DAY
      or redis.call('EXISTS', KEYS[1]) == 0 then
    return
  end
  local retention, epoch_ttl = times_of_owner()
  redis.call('HSET', KEYS[1], 'renewed', string.format('%.0f', now_millis()))
  for i = 2, 4 do
    outlive(KEYS[i], epoch_ttl)
  end
  for _, d in ipairs(redis.call('HKEYS', key('docs'))) do
    local is_read, entry = pcall(find_document, d)
    if is_read and entry then
      redis.call('PEXPIRE', passages_of(d, entry.version), retention)
      redis.call('PEXPIRE', vectors_of(d, entry.version), retention)
    end
  end
  for _, name in ipairs({ 'collection', 'docs', 'ids', 'log' }) do
    redis.call('PEXPIRE', key(name), retention - DAY)
  end
  count_own()
end
