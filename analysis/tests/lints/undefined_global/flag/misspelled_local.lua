local bucket_size = 10
return bucket_szie
-- shows: k q z | 7 8 9 | nonexistent global variable
