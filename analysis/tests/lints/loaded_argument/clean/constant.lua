local compute = loadstring('local x = ... return x * 2')
return compute(tonumber(ARGV[1]))
