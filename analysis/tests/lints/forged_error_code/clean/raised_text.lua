error('MOVED 1 127.0.0.1:6379')
