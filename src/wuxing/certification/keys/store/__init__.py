"""Where private keys are: encrypted files, or a hardware module. Only this package ever holds one."""
