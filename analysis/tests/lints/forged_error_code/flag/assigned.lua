local reply = {}
reply.err = 'CLUSTERDOWN nothing'
return reply
-- shows >=7.0: k | | Error("CLUSTERDOWN
