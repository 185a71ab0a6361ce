-- declare: returns = (f64, String)
return {redis.call('ZSCORE', KEYS[1], 'm'), string.format('%.17g', 0.1)}
