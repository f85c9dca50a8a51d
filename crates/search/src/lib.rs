//! Full-text search with overlapping bigrams over tantivy.
