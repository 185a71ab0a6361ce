return {1, 2, total = 3}
-- shows: k | | Array([Integer(1), Integer(2)])
