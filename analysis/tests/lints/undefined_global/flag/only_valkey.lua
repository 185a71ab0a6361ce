return server.call('PING')
-- shows redis: k q z | 7 8 9 | nonexistent global variable
