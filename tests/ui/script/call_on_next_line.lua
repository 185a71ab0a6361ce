local get = redis.call
('GET', KEYS[1])
