-- run: k | v
local function build() local r = {} r.id = 1 r.list = {} r.list[1] = 'a' return r end
return cjson.encode(build())
