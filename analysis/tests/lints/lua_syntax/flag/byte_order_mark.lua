return 1
-- shows: k q z | 7 8 9 | compiling script
