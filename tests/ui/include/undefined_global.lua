#!lua flags=no-writes
-- @include "lib/misspelled.lua"
return now()
