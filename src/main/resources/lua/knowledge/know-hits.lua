-- Checks what an index found, and brings the texts: those of the manifest, whatever the index holds.
-- KEYS: those of know-owner
-- ARGV: triples: d, version, number of the passage
-- Returns: {{entry, ...}, {state, number of its entry, passage}, ...}, a row for each triple: 'current', 'version' if that
--   version is not the current one, 'quarantined', 'damaged'. An entry is brought once, however many of its passages were found.
local documents, entries, rows = {}, {}, {}
local function document_of(d)
  local entry, json = find_document(d)
  if is_gone or not entry then
    return false
  end
  local hidden = {}
  for _, one in ipairs(entry.quarantined or {}) do
    hidden[string.format('%.0f', one.n)] = true
  end
  return { version = string.format('%.0f', entry.version), json = json, hidden = hidden }
end

-- What is damaged must not keep the others from being found.
local function known_document(d)
  if documents[d] == nil then
    local is_read, document = pcall(document_of, d)
    documents[d] = is_read and document or not is_read and { damaged = true }
  end
  return documents[d]
end

local function current(found, passage)
  if not found.number then
    entries[#entries + 1] = found.json
    found.number = #entries
  end
  return { 'current', found.number, passage }
end

for i = 1, #ARGV, 3 do
  local found = known_document(ARGV[i])
  if found and found.damaged then
    rows[#rows + 1] = { 'damaged', 0, '' }
  elseif not found or found.version ~= ARGV[i + 1] then
    rows[#rows + 1] = { 'version', 0, '' }
  elseif found.hidden[ARGV[i + 2]] then
    rows[#rows + 1] = { 'quarantined', 0, '' }
  else
    local passage = redis.call('HGET', passages_of(ARGV[i], found.version), ARGV[i + 2])
    rows[#rows + 1] = passage and current(found, passage) or { 'version', 0, '' }
  end
end
table.insert(rows, 1, entries)
return rows
