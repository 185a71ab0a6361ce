#!lua flags=no-writes
local c = 1
