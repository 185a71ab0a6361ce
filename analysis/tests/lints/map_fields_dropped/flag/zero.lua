return {[0] = 'a', 'b'}
