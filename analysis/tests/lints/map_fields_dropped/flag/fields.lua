return {count = 1, left = 2}
