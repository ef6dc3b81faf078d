-- Settles a run's previous call, if there was one, and reserves the worst case of its next.
--
-- KEYS[1]  as:{t}:reservations
-- ARGV     name, value, … (see budget-books.lua), and:
--          settle, actual, unreported   optional: id of the previous reservation, nano-USD it cost, and without a report
--          id                   <run>/<attempt>/<step>/<call>
--          run, attempt         the run and its owner's fencing token
--          scopes               separated by blanks: 'tenant', 'agent:<name>', 'credential:<name>', 'user:<tag>', 'run:<id>'
--          limit:<scope>        nano-USD; a scope without one is counted, not limited
--          model, agent         what the report names; agent is optional
--          amount, minimum      nano-USD: the worst case, and the least that is of use
--          not_after            ms by the clock of Redis: the caller does not wait longer
--          ttl                  ms until the reservation is overdue
--          sweep_limit          most overdue reservations charged by this call
-- Returns  now, day; settled, settled_amount (see settle in budget-books.lua); swept, swept_sum; and outcome:
--          granted   amount: all of it or, where less is left, what is left in the tightest scope; left: what was not spent
--                    in the scope that has least of it, calls under way and this amount included (absent without any limit)
--          exhausted scope, limit, spent, reserved: the scope that cannot pay the minimum
--          late      not_after has passed (the script was stuck): nothing was reserved
--          fenced    a newer attempt owns the run: it may settle, never reserve
--          closed    this id was settled or swept before
-- Invariant  spent + reserved <= limit in every scope after every grant. The same id is granted once.

local now = now_millis()
local today = day_of(now, args.zone)

local function fenced_off()
  local books = open_books(today, 'run:' .. args.run)
  local newest = tonumber(books.attempt or 0)
  if tonumber(args.attempt) > newest then
    note(books, 'attempt', args.attempt)
  end
  return tonumber(args.attempt) < newest
end

-- The ledger with the least left, and the least of what is not spent in any.
local function tightest_ledger()
  local tightest, unspent
  for _, books in ipairs(all_books(today, args.scopes)) do
    local ledger = ledger_of(books)
    if not tightest or ledger.left < tightest.left then
      tightest = ledger
    end
    if ledger.limit then
      unspent = math.min(unspent or math.huge, math.max(0, ledger.limit - ledger.spent))
    end
  end
  return tightest, unspent
end

-- Who of the tenant's users was here last, on which day since 1970: the erasure of a whole tenant goes by it.
local function note_user()
  local user = string.match(args.scopes, 'user:(%S+)')
  if user and redis.call('ZADD', PREFIX .. 'users', math.floor(now / 86400000), user) == 1 then
    redis.call('ZREMRANGEBYSCORE', PREFIX .. 'users', '-inf', math.floor((now - args.day_ttl) / 86400000) - 1)
  end
  redis.call('PEXPIRE', PREFIX .. 'users', args.day_ttl)
end

-- A run counts on the day of its first reservation; limits are noted for the report.
local function note_run_and_limits()
  local run = open_books(today, 'run:' .. args.run)
  local first = not run.day
  note(run, 'day', run.day or today)
  for _, books in ipairs(all_books(today, args.scopes)) do
    note(books, 'limit', args['limit:' .. books.scope] or books.limit)
    if first and not books.run then
      add(books, 'runs', 1)
    end
  end
  if first then
    note_user()
  end
end

local function reserve()
  if now > tonumber(args.not_after) then
    return {outcome = 'late'}
  end
  if fenced_off() then
    return {outcome = 'fenced'}
  end
  local swept, swept_sum = sweep(now, args.sweep_limit)
  local reply = {swept = swept, swept_sum = swept_sum}
  local earlier = find_reservation(args.id)
  local tightest, unspent = tightest_ledger()
  if earlier then
    reply.outcome, reply.amount = earlier.state == 'open' and 'granted' or 'closed', earlier.amount
    reply.left = unspent
    return reply
  end
  local amount = math.min(tonumber(args.amount), tightest.left)
  if amount < tonumber(args.minimum) then
    -- A run that never spent anything leaves only the fence against its earlier attempts, and not for long.
    local run = open_books(today, 'run:' .. args.run)
    run.fence_only = not run.day
    reply.outcome, reply.scope, reply.limit = 'exhausted', tightest.scope, tightest.limit
    reply.spent, reply.reserved = tightest.spent, tightest.reserved
    return reply
  end
  note_run_and_limits()
  open(args.id, {day = today, scopes = args.scopes, model = args.model, agent = args.agent, amount = amount},
    now + tonumber(args.ttl))
  reply.outcome, reply.amount, reply.left = 'granted', amount, unspent
  return reply
end

local settled, settled_amount
if args.settle then
  settled, settled_amount = settle(args.settle, tonumber(args.actual), tonumber(args.unreported))
end
local reply = reserve()
reply.now, reply.day = now, today
reply.settled, reply.settled_amount = settled, settled_amount
return answer(reply)
