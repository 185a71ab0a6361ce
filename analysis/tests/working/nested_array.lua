-- run: k | x
return { 1, { 'a', { 2, false } }, redis.call('EXISTS', KEYS[1]) }
