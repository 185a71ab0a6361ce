error({err = {'no'}})
