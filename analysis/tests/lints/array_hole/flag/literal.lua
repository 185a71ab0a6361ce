return {1, nil, 3}
-- shows: k | v | Array([Integer(1)])
