"""Mẫu 2, báo cáo sơ kết and đề cương: what became of the items that were registered."""
