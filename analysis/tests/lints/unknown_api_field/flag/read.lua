local null = cjson.empty_array
return null
-- shows: k q z | 7 8 9 | Null
