-- Sets KEYS[1] to the time in seconds, and replies it.
--
-- A Redis before 7 may be told to replicate scripts instead of what they write (`lua-replicate-commands no`, the
-- default before 5). Then a script may not write after it has asked for the time, unless it says this first. On newer
-- servers it does nothing.
redis.replicate_commands()
local time = redis.call('TIME')
redis.call('SET', KEYS[1], time[1])
return tonumber(time[1])
