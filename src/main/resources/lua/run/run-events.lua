-- Fragment: the log of a run's events. Loaded after stored.lua. The stream `<run>:events` holds the latest of them, numbered by 1, 2, 3, ... over the
-- whole life of the run; the hash's field `seq` is the number of the last; `<run>:text` is the answer so far, for readers
-- who come too late for its pieces.
-- Invariant: an event is stored once and in its place, however often its block is sent; nobody is woken for less than a whole
-- block.

-- Appends the block that ARGV holds from `at` on: number of its first event ('' for the next one, which only a script that
-- cannot happen twice may say), number of latest events to keep, time to live of the log in ms, number of events, then for
-- each its type, its data and the text it adds to the answer ('' unless the type is answer.delta). The run is an open hash.
local function append_events(run, at)
  local last = tonumber(get(run, 'seq') or 0)
  local first = tonumber(ARGV[at]) or last + 1
  local events, text = run.key .. ':events', run.key .. ':text'
  local stored, bytes, values = last, 0, 0
  for number = math.max(first, last + 1), first + tonumber(ARGV[at + 3]) - 1 do
    local field = at + 4 + 3 * (number - first)
    redis.call('XADD', events, string.format('%.0f-0', number), 'type', ARGV[field], 'data', ARGV[field + 1])
    bytes, values = bytes + #ARGV[field] + #ARGV[field + 1], values + 1
    if ARGV[field] == 'answer.delta' then
      -- What is appended to takes up to twice its size.
      bytes = bytes + 2 * #ARGV[field + 2]
      redis.call('APPEND', text, ARGV[field + 2])
    elseif ARGV[field] == 'answer.reset' then
      redis.call('DEL', text)
    end
    stored = number
  end
  if stored == last then
    return
  end
  account(run, 'stored:log', footprint(bytes, values), ARGV[at + 2], 1700)
  local seq = string.format('%.0f', stored)
  put(run, 'seq', seq)
  redis.call('XTRIM', events, 'MAXLEN', ARGV[at + 1])
  redis.call('PEXPIRE', events, ARGV[at + 2])
  redis.call('PEXPIRE', text, ARGV[at + 2])
  redis.call('PUBLISH', events, seq)
end
