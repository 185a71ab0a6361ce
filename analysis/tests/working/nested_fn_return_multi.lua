-- run: k | x
local function two() return 1, 2 end
local function pick(...) return (select(2, ...)) end
return { pick(two()), two() }
