-- What has changed since a replica last looked.
-- KEYS: those of know-owner
-- ARGV: 1 the last entry that it knows, '' if there was none, 2 how many at most
-- Returns: {'changes', {entry, d}, ...}, or {'trimmed'} if it is too late to tell: then the copy has to be made anew
-- Of a user's own each search asks, whatever it finds, so here is where they are renewed. A Redis that is full refuses that, and
-- nothing else.
pcall(renew)
local known = ARGV[1]
if known ~= '' and #redis.call('XRANGE', key('log'), known, known) == 0 then
  return { 'trimmed' }
end
local rows = { 'changes' }
for _, message in ipairs(redis.call('XRANGE', key('log'), known == '' and '-' or '(' .. known, '+', 'COUNT', ARGV[2])) do
  -- Everything is compared otherwise from there on.
  if message[2][2] == 'generation' then
    return { 'trimmed' }
  end
  rows[#rows + 1] = { message[1], message[2][4] }
end
return rows
