function get(key)
  return redis.call('GET', key)
end
return get(KEYS[1])
