#!/usr/bin/env lua
return redis.call('GET', KEYS[1])
