return {err = string.format('READONLY %s', KEYS[1])}
