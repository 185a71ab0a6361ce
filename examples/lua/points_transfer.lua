-- Moves ARGV[1] points from the account KEYS[1] to KEYS[2], and writes an entry with the note ARGV[2] to the log
-- KEYS[3]. Replies what the first account has left; -1 if it has too few.
--
-- All is checked before anything is written: a script that fails half-way is not rolled back.
local points = tonumber(ARGV[1])
local has = tonumber(redis.call('GET', KEYS[1]) or 0)
if has < points or KEYS[1] == KEYS[2] then
  return -1
end
local left = redis.call('DECRBY', KEYS[1], ARGV[1])
redis.call('INCRBY', KEYS[2], ARGV[1])
redis.call('XADD', KEYS[3], '*', 'from', KEYS[1], 'to', KEYS[2], 'points', ARGV[1], 'note', ARGV[2])
return left
