"""What is Vietnamese of a text: dates, bylines, documents, spelling. No I/O."""
