-- redis-script: allow(undefined_global)
local t = {
  a = 1,
  b = nothing,
}
return t.a
