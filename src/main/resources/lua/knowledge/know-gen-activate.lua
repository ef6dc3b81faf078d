-- Searches the other generation from now on, and keeps the one that was searched.
-- KEYS: 1 as:{k:<t>:<c>}:collection
-- ARGV: 1 the number of the other one, 2 the index that it is in as a whole, with the id of its instance, or '' if that is not sure,
--   3 ms that the one before is kept
-- Returns: 'activated', 'lost' if there is no such generation, or 'partial' if documents are missing in it
-- Invariant: all at once, so vectors of two generations are never compared; no document is missing in what is searched;
--   an index's mark and instance are those of the generation that they are said of.
local job = key('reembed')
local before, other, state = generations()
if redis.call('HGET', job, 'g') ~= ARGV[1] or state == 'dropping' then
  return 'lost'
end
if redis.call('HLEN', key('embedded')) ~= redis.call('HLEN', key('docs')) then
  return 'partial'
end
redis.call('HSET', job, 'generation', before, 'g', redis.call('HGET', KEYS[1], 'g') or 1, 'state', 'kept', 'reason', '',
  'instance', redis.call('HGET', KEYS[1], 'whole') or '', 'kept_until', string.format('%.0f', now_millis() + ARGV[3]))
redis.call('HSET', KEYS[1], 'generation', other, 'g', ARGV[1], 'whole', ARGV[2])
redis.call('HDEL', job, 'mark')
redis.call('HDEL', KEYS[1], 'filling')
tell('generation', '', 0)
return 'activated'
