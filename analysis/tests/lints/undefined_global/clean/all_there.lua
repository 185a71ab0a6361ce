return {type(bit), type(cjson), type(cmsgpack), type(struct), type(math), type(string), type(table), type(coroutine), _VERSION, type(redis), type(unpack), type(next), type(gcinfo)}
