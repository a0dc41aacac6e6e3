"""The live pages of readers: a form's answer, receipts, letters' addresses, reports."""
