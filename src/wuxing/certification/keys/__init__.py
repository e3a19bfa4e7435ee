"""签发密钥: the keys with which a body signs certificates, status lists and documents."""
