-- Fragment: how what a user spent on a day goes to a pseudonym. The sums of all scopes stay what they are.

-- A call that was settled late has made books anew.
local function merge_books(from, to)
  local fields = redis.call('HGETALL', from)
  for i = 1, #fields, 2 do
    if fields[i] == 'max' then
      redis.call('HSET', to, 'max', string.format('%.0f', math.max(fields[i + 1], redis.call('HGET', to, 'max') or 0)))
    elseif fields[i] ~= 'limit' and fields[i] ~= 'override' then
      redis.call('HINCRBY', to, fields[i], fields[i + 1])
    end
  end
  redis.call('DEL', from)
end

-- Books that have to be there.
local function rename_books(from, to)
  if redis.call('EXISTS', to) == 1 then
    merge_books(from, to)
  else
    redis.call('RENAME', from, to)
  end
end

-- An entry of a day's list of spenders. In this order: without its only member the list would be gone, and with it the time
-- that it lives.
local function rename_spender(list, user, spent, pseudonym)
  redis.call('ZINCRBY', list, spent, pseudonym)
  redis.call('ZREM', list, user)
end
