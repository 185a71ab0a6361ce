error({code = 1, message = 'no'})
