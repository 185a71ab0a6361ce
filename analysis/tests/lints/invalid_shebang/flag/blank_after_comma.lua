#!lua flags=no-writes, allow-oom
return 1
-- shows >=7.0: k q z | 7 8 9 | shebang
