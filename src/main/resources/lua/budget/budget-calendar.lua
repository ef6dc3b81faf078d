-- Which day it is, decided by the clock of Redis alone, so that replicas with wrong clocks agree.

-- The date of a count of days since 1970-01-01, in the proleptic Gregorian calendar; years start in March here, so that
-- the leap day is a year's last (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days).
local function date_of(days)
  local shifted = days + 719468
  local era = math.floor(shifted / 146097)
  local day_of_era = shifted - era * 146097
  local leap_days = math.floor(day_of_era / 1460) - math.floor(day_of_era / 36524) + math.floor(day_of_era / 146096)
  local year_of_era = math.floor((day_of_era - leap_days) / 365)
  local start_of_year = 365 * year_of_era + math.floor(year_of_era / 4) - math.floor(year_of_era / 100)
  local day_of_year = day_of_era - start_of_year
  local month_from_march = math.floor((5 * day_of_year + 2) / 153)
  local day = day_of_year - math.floor((153 * month_from_march + 2) / 5) + 1
  local month = (month_from_march < 10) and month_from_march + 3 or month_from_march - 9
  local year = era * 400 + year_of_era + (month <= 2 and 1 or 0)
  return string.format('%04d-%02d-%02d', year, month, day)
end

-- The local date of an instant. zone lists '<from, epoch second>:<offset from UTC, seconds>' in rising order; the first
-- entry reaches back for ever.
local function day_of(millis, zone)
  local seconds = math.floor(millis / 1000)
  local offset
  for from, value in string.gmatch(zone, '(-?%d+):(-?%d+)') do
    if not offset or seconds >= tonumber(from) then
      offset = tonumber(value)
    end
  end
  return date_of(math.floor((seconds + offset) / 86400))
end
