return {err = 'MOVED 1 127.0.0.1:6379'}
-- shows >=7.0: k | | Error("MOVED
