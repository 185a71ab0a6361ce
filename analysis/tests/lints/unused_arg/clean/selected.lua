-- declare: args = 3
return {select(2, unpack(ARGV))}
