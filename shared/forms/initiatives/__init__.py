"""Mẫu 1: an organisation registers initiatives (mô hình, giải pháp, sáng kiến), field by field."""
