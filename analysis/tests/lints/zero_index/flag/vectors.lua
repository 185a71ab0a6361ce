return {KEYS[0], ARGV[0]}
