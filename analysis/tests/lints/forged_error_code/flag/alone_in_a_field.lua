return {err = 'NOAUTH'}
-- shows >=7.0: k | | Error("NOAUTH
