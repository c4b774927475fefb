"""The pages at which samples are taken: the desk, the door, the paper form typed in, tubes and visitors."""
