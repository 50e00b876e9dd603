"""Why an address is in the database as it is, or is not: for the command line and for the pages."""
