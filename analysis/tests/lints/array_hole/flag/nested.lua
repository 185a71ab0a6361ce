return {1, {nil, 'a', 'b'}}
-- shows: k | v | Array([Integer(1), Array([])])
