#!lua5.1
return +
-- shows redis >=7.0: k q z | 7 8 9 | shebang
