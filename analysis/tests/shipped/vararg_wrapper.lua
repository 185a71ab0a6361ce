-- declare: keys = 1, args = 2
local function call(command, ...)
  return redis.call(command, unpack(arg))
end
local function apply(key, ...)
  local values = {...}
  for i, value in ipairs(values) do
    call('SADD', key, value)
  end
  return #values
end
return apply(KEYS[1], ARGV[1], ARGV[2])
