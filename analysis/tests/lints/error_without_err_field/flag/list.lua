error({'no'})
