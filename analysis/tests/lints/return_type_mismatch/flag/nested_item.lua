-- declare: keys = 0, args = 0, returns = (String, (u64, u64))
return {'a', {1, 2, 3}}
-- shows: | | Array([Bulk("a"), Array([Integer(1), Integer(2), Integer(3)])])
