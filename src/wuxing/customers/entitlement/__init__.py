"""保修判定: what a customer is entitled to, with the reasons."""
