local function now()
  return redis.call("TIME")[1]
end
