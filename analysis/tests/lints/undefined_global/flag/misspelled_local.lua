local bucket_size = 10
return bucket_szie
