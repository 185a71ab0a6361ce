local io_library = io
local loaded = require('cjson')
return utf8.char(65)
