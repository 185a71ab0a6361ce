return {count = 1, left = 2}
-- shows: k q z | 7 8 9 | Array([])
