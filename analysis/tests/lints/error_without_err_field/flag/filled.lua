local failure = {}
failure.message = 'no such job'
failure.code = 5
error(failure)
