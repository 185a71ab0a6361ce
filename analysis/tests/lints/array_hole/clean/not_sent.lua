local sparse = {}
sparse[1] = 'a'
sparse[5] = 'e'
return cjson.encode(sparse)
