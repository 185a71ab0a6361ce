local a
a, b = 1, 2
return a
-- shows: k q z | 7 8 9 | Attempt to modify a readonly table
