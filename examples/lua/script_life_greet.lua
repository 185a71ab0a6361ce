#!lua flags=no-writes
-- Greets ARGV[1].
return 'hello, ' .. ARGV[1]
