return { KEYS[1], #ARGV }
