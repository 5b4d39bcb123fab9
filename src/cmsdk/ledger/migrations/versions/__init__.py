"""One revision a version of the schema, ``NNNN_subject.py``. Each says for itself how tables were in its day."""
