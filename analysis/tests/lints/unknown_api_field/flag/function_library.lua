redis.register_function('f', function() end)
-- shows: k q z | 7 8 9 | attempt to call
