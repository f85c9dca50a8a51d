//! Organisation, catalogue, file, docket and search index: what every matter shares.
