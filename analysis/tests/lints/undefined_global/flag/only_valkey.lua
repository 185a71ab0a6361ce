return server.call('PING')
