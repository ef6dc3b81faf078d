-- Sends one kind of request over and over, and checks every answer. A script of wrk; its arguments, behind "--":
--   1 method and path are wrk's; a file with the body: each @NEW@ in it becomes a word that no other request has
--   2 the bearer token
--   3 what the client accepts
--   4 how many users there are: each request comes from one of them by chance; 0 for none
--   5 the text without which an answer is not what was asked for
--   6 a word that no other run of this script has
-- Prints lines "<name> <value>"; times in microseconds.

local threads = {}

function setup(thread)
  thread:set('number', #threads)
  threads[#threads + 1] = thread
end

function init(args)
  local file = assert(io.open(args[1]))
  body = file:read('*a')
  file:close()
  fresh = string.find(body, '@NEW@', 1, true) ~= nil
  wrk.method = 'POST'
  wrk.headers['Content-Type'] = 'application/json'
  wrk.headers['Authorization'] = 'Bearer ' .. args[2]
  wrk.headers['Accept'] = args[3]
  users = tonumber(args[4])
  expected = args[5]
  word = args[6] .. '-' .. number .. '-'
  sent, wrong, first_wrong = 0, 0, ''
  math.randomseed(os.time() + number)
  if users == 0 and not fresh then
    wrk.body = body
    whole = wrk.format()
  end
end

function request()
  if whole then
    return whole
  end
  if users > 0 then
    wrk.headers['X-User-Id'] = 'user-' .. math.random(0, users - 1)
  end
  sent = sent + 1
  return wrk.format(nil, nil, nil, fresh and string.gsub(body, '@NEW@', word .. sent) or body)
end

function response(status, headers, answer)
  if status ~= 200 or not string.find(answer, expected, 1, true) then
    wrong = wrong + 1
    if wrong == 1 then
      first_wrong = status .. ' ' .. string.sub(string.gsub(answer, '%s+', ' '), 1, 300)
    end
  end
end

function done(summary, latency)
  local errors = summary.errors
  local wrong_answers, example = 0, ''
  for _, thread in ipairs(threads) do
    wrong_answers = wrong_answers + thread:get('wrong')
    example = example == '' and thread:get('first_wrong') or example
  end
  print('requests ' .. summary.requests)
  print('duration ' .. summary.duration)
  print('p50 ' .. latency:percentile(50))
  print('p99 ' .. latency:percentile(99))
  print('broken ' .. errors.connect + errors.read + errors.write + errors.timeout)
  print('wrong ' .. wrong_answers)
  print('example ' .. example)
end
