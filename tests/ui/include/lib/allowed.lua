local function seen()
  -- redis-script: allow(undeclared_key)
  return redis.call('GET', 'seen')
end
