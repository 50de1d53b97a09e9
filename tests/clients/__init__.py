"""The downloads read by the programs that people use: `make client-test`."""
