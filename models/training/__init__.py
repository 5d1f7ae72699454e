"""Steps that make the fragment translator: align, phrases, examples, tokenizer, train, export."""
