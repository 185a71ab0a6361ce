local failure = {}
failure.err = 'ERR no such job'
error(failure)
