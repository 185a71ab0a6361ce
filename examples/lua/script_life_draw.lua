#!lua flags=no-writes
-- Draws ARGV[2] of the names in the list KEYS[1]: the same ones each time that the seed ARGV[1] is the same.
local names = redis.call('LRANGE', KEYS[1], 0, -1)
math.randomseed(tonumber(ARGV[1]))
local drawn = {}
for i = 1, math.min(tonumber(ARGV[2]), #names) do
  local j = math.random(i, #names)
  names[i], names[j] = names[j], names[i]
  drawn[i] = names[i]
end
-- All scripts share one generator: those that run next shouldn't go on from a seed that somebody has chosen.
local time = redis.call('TIME')
math.randomseed((tonumber(time[1]) + tonumber(time[2])) % 2 ^ 31)
return drawn
