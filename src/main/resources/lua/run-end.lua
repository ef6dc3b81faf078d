-- Fragment: ends a run. Loaded after clock.lua, stored.lua, session-turn.lua and run-states.lua.
-- Invariant: the end, its event and the free turn come in one step, so nobody sees one without the others.

-- Ends a run as `status`, with the data of its last event, which is stored in the log of a streamed run and always in the
-- record. again: '1' if a retry may go on with this run. What the next attempt would need is kept only then.
local function end_run(run_key, status, event, data, again, record_ttl, events_ttl)
  become(run_key, status)
  local seq = string.format('%.0f', redis.call('HINCRBY', run_key, 'seq', 1))
  local before = redis.call('HGET', run_key, 'end')
  account(run_key, 'stored', footprint(#data, 1) - (before and footprint(#before, 1) or 0), record_ttl, 2300)
  redis.call('HSET', run_key, 'end', data, 'again', again, 'ended_at', string.format('%.0f', now_millis()))
  redis.call('PEXPIRE', run_key, record_ttl)
  if redis.call('HGET', run_key, 'mode') == 'stream' then
    redis.call('XADD', run_key .. ':events', seq .. '-0', 'type', event, 'data', data)
    redis.call('PEXPIRE', run_key .. ':events', events_ttl)
    account(run_key, 'stored:log', footprint(#event + #data, 1), events_ttl, 1700)
  end
  if again ~= '1' then
    redis.call('DEL', run_key .. ':steps')
    discount(run_key, 'stored:steps')
  end
  redis.call('PUBLISH', run_key .. ':events', seq)
end
