return table.unpack({1, 2})
-- shows: k q z | 7 8 9 | attempt to call
