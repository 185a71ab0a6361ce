local data = cjson.decode(ARGV[1])
return data.name
