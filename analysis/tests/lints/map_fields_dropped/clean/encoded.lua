local function options() return {a = 1} end
return cjson.encode({count = 1, options = options()})
