#!lua flags=no-writes flags=allow-stale
return 1
