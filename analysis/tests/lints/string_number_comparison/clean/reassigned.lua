local now = ARGV[1]
if ARGV[2] == 'ms' then
  now = now / 1000
else
  now = tonumber(now)
end
return now > 10
