return {err = 'NOAUTH'}
