#!lua
-- declare: min_server = "6.2"
return 1
