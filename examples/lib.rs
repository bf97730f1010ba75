//! Nothing: this package exists for its programs.
