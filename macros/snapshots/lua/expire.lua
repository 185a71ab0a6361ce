-- Sets a time to live.
-- @include "lib/clock.lua"
return redis.call("PEXPIREAT", KEYS[1], now() + ARGV[1])
