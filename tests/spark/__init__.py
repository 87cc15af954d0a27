"""`perfmodel.spark` in Spark itself: run by `.ci/spark`, since it needs pyspark and Java."""
