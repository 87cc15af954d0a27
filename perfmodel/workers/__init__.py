"""Worker processes: work on many files, with limits for each, whatever one of them does to its process.

`perfmodel.workers.pool.WorkerPool` is the one pool of the package. `perfmodel.workers.in_order` puts results in the order of
their tasks; `perfmodel.workers.limits` is what one file may take.
"""
