return {[KEYS[1]] = 1}
