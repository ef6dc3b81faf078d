-- Changes a document's entry without changing its passages: what was in quarantine is released.
-- KEYS: those of know-owner
-- ARGV: 1 d, 2 the tag of the entry that was read, 3 the entry from now on, 4 name of the index that its passages are in or '',
--   5 the generation of the entry that was read
-- Returns: 'released', or 'lost' if the document has changed by now
-- Invariant: an entry names the generation that its version's vectors are of.
local entry = find_document(ARGV[1])
if not entry or tag_of(entry) ~= ARGV[2] or (entry.generation or 'none') ~= ARGV[5] then
  return 'lost'
end
redis.call('HSET', key('docs'), ARGV[1], ARGV[3])
count(cjson.decode(ARGV[3]), entry)
demand_index(ARGV[4])
tell('released', ARGV[1], entry.version)
return 'released'
