local limit = 9007199254740992
local far = 2000000000000000000
local power = 18446744073709551616
local text = '9007199254740993'
local rough = 1e300
return {limit, far, power, text, rough, 0xff, 0.1}
