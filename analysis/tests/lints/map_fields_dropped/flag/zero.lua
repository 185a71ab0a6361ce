return {[0] = 'a', 'b'}
-- shows: k | | Array([Bulk("b")])
