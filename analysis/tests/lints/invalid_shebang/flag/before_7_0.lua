#!lua
-- declare: min_server = "6.2"
return 1
-- shows redis <7.0: | | Error compiling script
