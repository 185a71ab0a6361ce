#!lua flags=no-writes
-- Fails in one of two files.
-- @include "lib/fail.lua"
if ARGV[1] == 'here' then
  error('boom')
end
local ok, caught = pcall(fail, 'deep')
if ARGV[1] == 'caught' then
  return redis.error_reply('CAUGHT in ' .. caught .. ' and more')
end
fail('there')
