"""What checking found, written for people (`text`) and for programs (`json`, `sarif`, `github`)."""
