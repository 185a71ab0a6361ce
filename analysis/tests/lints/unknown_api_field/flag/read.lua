local null = cjson.empty_array
return null
