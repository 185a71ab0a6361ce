error('no such job')
