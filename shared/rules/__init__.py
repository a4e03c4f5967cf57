"""Rules of the domain that several services live by, each told once. They know contracts and nothing else."""
