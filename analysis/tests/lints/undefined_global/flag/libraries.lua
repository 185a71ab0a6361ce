local io_library = io
local loaded = require('cjson')
return utf8.char(65)
-- shows: k q z | 7 8 9 | nonexistent global variable
