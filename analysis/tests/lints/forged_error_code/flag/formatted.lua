return {err = string.format('READONLY %s', KEYS[1])}
-- shows >=7.0: k | | Error("READONLY
