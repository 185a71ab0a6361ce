-- shows: | return%20+1+1 | Error
return loadstring(ARGV[1])()
