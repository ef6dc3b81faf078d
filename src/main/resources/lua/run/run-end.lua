-- Fragment: ends a run. Loaded after clock.lua, hash.lua, stored.lua, run-steps.lua, session-turn.lua, run-states.lua
-- and run-doubt.lua.
-- Invariant: the end, its event and the free turn come in one step, so nobody sees one without the others.

-- What only another attempt would need.
local function drop_input(run, record_ttl)
  if get(run, 'epoch') then
    account(run, 'stored', -footprint(redis.call('HSTRLEN', run.key, 'input'), 3), record_ttl)
    put(run, 'input', false)
    put(run, 'epoch', false)
    put(run, 'idem', false)
  end
end

-- Ends a run, an open hash, as `status`, with the data of its last event, which is stored in the log of a streamed run and
-- always in the record; an end without an answer names the calls that it leaves in doubt. again: '1' if a retry may go on with
-- this run. What the next attempt would need is kept only then.
local function end_run(run, status, event, data, again, record_ttl, events_ttl)
  become(run, status)
  local seq = string.format('%.0f', (get(run, 'seq') or 0) + 1)
  local before, doubts = get(run, 'end'), get(run, 'in_doubt')
  if status ~= 'succeeded' then
    data = naming_doubts(run, data)
  end
  local size = footprint(#data, 1) + (doubts and footprint(#doubts, 2) or 0)
  account(run, 'stored', size - (before and footprint(#before, 1) or 0), record_ttl, 2300)
  put(run, 'seq', seq)
  put(run, 'end', data)
  put(run, 'again', again)
  put(run, 'expires', false)
  put(run, 'resumed', false)
  put(run, 'ended_at', string.format('%.0f', now_millis()))
  redis.call('PEXPIRE', run.key, record_ttl)
  local logged = get(run, 'logged')
  -- A release before wrote no such field.
  if logged == '1' or not logged and get(run, 'mode') == 'stream' then
    redis.call('XADD', run.key .. ':events', seq .. '-0', 'type', event, 'data', data)
    redis.call('PEXPIRE', run.key .. ':events', events_ttl)
    account(run, 'stored:log', footprint(#event + #data, 1), events_ttl, 1700)
  end
  if again ~= '1' then
    redis.call('DEL', run.key .. ':steps')
    put(run, 'steps', false)
    discount(run, 'stored:steps')
    put(run, 'steps', false)
    drop_input(run, record_ttl)
  else
    keep_steps(run, record_ttl)
  end
  redis.call('PUBLISH', run.key .. ':events', seq)
end
