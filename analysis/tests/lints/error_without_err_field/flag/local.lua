local failure = {code = 1}
error(failure)
