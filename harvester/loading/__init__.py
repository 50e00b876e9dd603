"""Items become rows: articles, listings, fetch results and identity, in the transaction that ends an address."""
