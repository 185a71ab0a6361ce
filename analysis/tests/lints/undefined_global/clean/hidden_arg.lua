local function call(command, ...)
  return redis.call(command, unpack(arg))
end
return call('PING')
