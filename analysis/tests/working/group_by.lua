-- run: k | a:1 b:2 a:3
local g = {}
for _, v in ipairs(ARGV) do
  local k, n = v:match('(%w+):(%d+)')
  g[k] = (g[k] or 0) + tonumber(n)
end
local out = {}
for k, n in pairs(g) do out[#out + 1] = k out[#out + 1] = n end
return #out
