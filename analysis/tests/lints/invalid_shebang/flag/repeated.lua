#!lua flags=no-writes flags=allow-stale
return 1
-- shows nothing: servers read both lists, but other implementations refuse the second
