assert(KEYS[1], 'no key')
