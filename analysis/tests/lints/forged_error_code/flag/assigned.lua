local reply = {}
reply.err = 'CLUSTERDOWN nothing'
return reply
