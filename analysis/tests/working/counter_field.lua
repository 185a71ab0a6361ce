-- run: k | a b
local res = { n = 0 }
for i = 1, #ARGV do res[#res + 1] = ARGV[i] res.n = res.n + 1 end
redis.call('SET', KEYS[1], res.n)
return res
