"""Where the parts of a big job run: in this process, in several of this machine, or on Dask workers of many."""
