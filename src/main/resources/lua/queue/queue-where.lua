-- Says where a run is.
-- KEYS: 1 as:{q}:jobs
-- ARGV: 1 run, 2 ms after which a run that was taken is 'stuck'
-- Returns: see place_of() in queue-place.lua; 'none' also if the queue does not know it
-- Invariant: writes nothing.
local job = find_job(ARGV[1])
return job and place_of(job, ARGV[2]) or 'none'
