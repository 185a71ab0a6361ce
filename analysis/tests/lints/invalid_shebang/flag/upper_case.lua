#!LUA
return 1
-- shows redis >=7.0: k q z | 7 8 9 | shebang
