-- The books of one tenant: what every budget script shares. Loaded after clock.lua and budget-calendar.lua.
--
-- KEYS[1]  as:{t}:reservations: open reservations by deadline (ms). Every other key is made from its prefix, so all of
--          them have the tenant's hash tag and live in one slot of a cluster.
-- ARGV     name, value, name, value, …; each script lists the names it reads. All of them read:
--          zone           see budget-calendar.lua
--          day_ttl        ms that a day's books are kept after they were last written
--          run_ttl        the same for a run's books
--          closed_ttl     the same for closed reservations
--          brief          optional: a run that has one attempt of some minutes; others' books and reservations, which a
--                         sweep may touch, are kept as ever
--          brief_ttl      ms that its books and closed reservations are kept
--
-- Money is whole nano-USD below 2^53, where Lua's doubles are exact.

local args = {}
for i = 1, #ARGV, 2 do
  args[ARGV[i]] = ARGV[i + 1]
end

local OPEN_RESERVATIONS = KEYS[1]
local PREFIX = string.sub(OPEN_RESERVATIONS, 1, -string.len('reservations') - 1)

-- Never in exponent notation, and never '-0', which Redis does not take for an integer. ('%.0f' takes six times as long.)
local function digits(number)
  return string.format('%d', number)
end

local function is_brief(run)
  return args.brief ~= nil and run == args.brief
end

local function is_run(scope)
  return string.sub(scope, 1, 4) == 'run:'
end

-- A run may cross midnight, so its books have no day.
local function books_of(day, scope)
  if is_run(scope) then
    return PREFIX .. 'budget:' .. scope
  end
  return PREFIX .. 'budget:' .. day .. ':' .. scope
end

-- What is read of the books. A script that needs less says so before it opens any: each field costs it as much as a line.
local fields_read = {'override', 'limit', 'spent', 'reserved', 'max', 'unreported', 'runs', 'day', 'attempt'}

-- The books this call has opened, by key: each is read once, and what changed is written once, by close_books().
local opened = {}

local function open_books(day, scope)
  local key = books_of(day, scope)
  local books = opened[key]
  if not books then
    books = {key = key, scope = scope, run = is_run(scope), changed = {}}
    local values = redis.call('HMGET', key, unpack(fields_read))
    for i = 1, #fields_read do
      books[fields_read[i]] = values[i] or nil
    end
    opened[key] = books
  end
  return books
end

local listed = {}

-- The books of all scopes, which are separated by blanks.
local function all_books(day, scopes)
  local name = day .. scopes
  local list = listed[name]
  if not list then
    list = {}
    for scope in string.gmatch(scopes, '%S+') do
      list[#list + 1] = open_books(day, scope)
    end
    listed[name] = list
  end
  return list
end

local function note(books, field, value)
  books.touched = true
  if books[field] ~= value then
    books[field] = value
    books.changed[field] = value
  end
end

local function add(books, field, by)
  local sum = tonumber(books[field] or 0) + by
  if by ~= 0 or not books[field] then
    note(books, field, digits(sum))
  end
  return sum
end

local function close_books()
  for key, books in pairs(opened) do
    local fields = {}
    for field, value in pairs(books.changed) do
      fields[#fields + 1] = field
      fields[#fields + 1] = value
    end
    if #fields > 0 then
      redis.call('HSET', key, unpack(fields))
    end
    if books.touched then
      local run_ttl = books.run and (is_brief(string.sub(books.scope, 5)) and args.brief_ttl or args.run_ttl)
      redis.call('PEXPIRE', key, books.fence_only and args.ttl or run_ttl or args.day_ttl)
    end
  end
end

-- What a scope's books say. The operator's override for the day wins over the configured limit.
local function ledger_of(books)
  local limit = tonumber(books.override or args['limit:' .. books.scope])
  local spent, reserved = tonumber(books.spent or 0), tonumber(books.reserved or 0)
  return {scope = books.scope, limit = limit, spent = spent, reserved = reserved,
    left = limit and math.max(0, limit - spent - reserved) or math.huge}
end

-- Who and what the money went to: on the books of the tenant and of the user, and in the day's list of spenders.
local function report(reservation, spent_by)
  local by = digits(spent_by)
  for _, books in ipairs(all_books(reservation.day, reservation.scopes)) do
    local user = string.match(books.scope, '^user:(.+)')
    if user or books.scope == 'tenant' then
      redis.call('HINCRBY', books.key, 'model:' .. reservation.model, by)
      if reservation.agent then
        redis.call('HINCRBY', books.key, 'agent:' .. reservation.agent, by)
      end
    end
    if user then
      local spenders = PREFIX .. 'spenders:' .. reservation.day
      redis.call('ZINCRBY', spenders, by, user)
      redis.call('PEXPIRE', spenders, args.day_ttl)
    end
  end
end

-- Moves money in every scope of a reservation, on the reservation's own day. Nothing else changes spent or reserved.
local function book(reservation, reserved_by, spent_by)
  for _, books in ipairs(all_books(reservation.day, reservation.scopes)) do
    local sum = add(books, 'reserved', reserved_by) + add(books, 'spent', spent_by)
    if sum > tonumber(books.max or 0) then
      note(books, 'max', digits(sum))
    end
  end
  if spent_by ~= 0 then
    report(reservation, spent_by)
  end
end

-- Of what was spent, the part charged without a provider's report: in full (by a sweep, or where nothing can be known), or
-- by an estimate. So spent - unreported <= what providers billed, exactly; and billed <= spent, but for what estimates miss.
local function note_unreported(reservation, by)
  if by ~= 0 then
    for _, books in ipairs(all_books(reservation.day, reservation.scopes)) do
      add(books, 'unreported', by)
    end
  end
end

local function reservation_key(id)
  return PREFIX .. 'reservation:' .. id
end

-- The reservation with this id, or nil.
local function find_reservation(id)
  local fields = redis.call('HGETALL', reservation_key(id))
  if #fields == 0 then
    return nil
  end
  local reservation = {}
  for i = 1, #fields, 2 do
    reservation[fields[i]] = fields[i + 1]
  end
  reservation.amount = tonumber(reservation.amount)
  return reservation
end

-- Open reservations are kept as long as the day's books: a sweep may come late, when the tenant next reserves.
local function open(id, reservation, deadline)
  local key = reservation_key(id)
  local fields = {'state', 'open', 'day', reservation.day, 'scopes', reservation.scopes, 'model', reservation.model,
    'amount', digits(reservation.amount)}
  if reservation.agent then
    fields[#fields + 1] = 'agent'
    fields[#fields + 1] = reservation.agent
  end
  redis.call('HSET', key, unpack(fields))
  redis.call('PEXPIRE', key, args.day_ttl)
  redis.call('ZADD', OPEN_RESERVATIONS, digits(deadline), id)
  redis.call('PEXPIRE', OPEN_RESERVATIONS, args.day_ttl)
  book(reservation, reservation.amount, 0)
end

local function close(id, state)
  redis.call('HSET', reservation_key(id), 'state', state)
  redis.call('PEXPIRE', reservation_key(id), is_brief(string.match(id, '^[^/]+')) and args.brief_ttl or args.closed_ttl)
  redis.call('ZREM', OPEN_RESERVATIONS, id)
end

-- Charges what a call cost, once; unreported is the part of it that no provider reported. Returns the state the reservation
-- was in ('unknown' without one) and its amount.
local function settle(id, actual, unreported)
  local reservation = find_reservation(id)
  if not reservation then
    return 'unknown', 0
  end
  if reservation.state == 'open' then
    book(reservation, -reservation.amount, actual)
    note_unreported(reservation, unreported)
    close(id, 'settled')
  elseif reservation.state == 'swept' then
    book(reservation, 0, actual - reservation.amount)
    note_unreported(reservation, unreported - reservation.amount)
    close(id, 'settled')
  end
  return reservation.state, reservation.amount
end

-- Charges overdue reservations in full, the oldest first, at most limit of them. Returns how many, and their sum.
local function sweep(now, limit)
  local count, sum = 0, 0
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', OPEN_RESERVATIONS, '-inf', digits(now), 'LIMIT', 0, limit)) do
    local reservation = find_reservation(id)
    if reservation then
      book(reservation, -reservation.amount, reservation.amount)
      note_unreported(reservation, reservation.amount)
      close(id, 'swept')
      count, sum = count + 1, sum + reservation.amount
    else
      redis.call('ZREM', OPEN_RESERVATIONS, id)
    end
  end
  return count, sum
end

-- Every script ends with an answer: the books are closed, and it goes back as name, value, name, value, …
local function answer(fields)
  close_books()
  local flat = {}
  for name, value in pairs(fields) do
    flat[#flat + 1] = name
    flat[#flat + 1] = type(value) == 'number' and digits(value) or value
  end
  return flat
end
