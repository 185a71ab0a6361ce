local server_table = rawget(_G, 'server') or redis
return server_table.call('PING')
