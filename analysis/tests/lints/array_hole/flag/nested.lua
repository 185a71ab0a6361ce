return {1, {nil, 'a', 'b'}}
