local x = 7 // 2
return x
-- shows: k q z | 7 8 9 | compiling script
