return {ok = 'MOVED 1', 'NOSCRIPT'}
