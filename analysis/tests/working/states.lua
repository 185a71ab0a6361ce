-- run: s | 5
local n = tonumber(ARGV[1])
if not n then error({err = 'ERR count must be a number'}) end
local state = 'start'
while state ~= 'done' do
  if state == 'start' then
    state = n > 3 and 'many' or 'few'
  elseif state == 'many' then
    n = n - 1
    state = n > 3 and 'many' or 'few'
  elseif state == 'few' then
    state = 'done'
  end
end
return n
