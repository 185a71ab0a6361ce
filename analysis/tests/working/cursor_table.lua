-- run: k | x
local function read(key) local v = redis.call('GET', key) if v then return cjson.decode(v) end return { n = 0 } end
local st = read(KEYS[1])
st.n = st.n + 1
redis.call('SET', KEYS[1], cjson.encode(st))
return st.n
