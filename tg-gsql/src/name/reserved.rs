//! The reserved words, sorted for binary search. Words that are not identifiers (`POST-ACCUM`,
//! `SYS.FILE_NAME`) cannot be names anyway and are left out.

/// Words that the schema language does not accept as names.
#[rustfmt::skip]
pub(super) const SCHEMA: &[&str] = &[
    "ACCUM", "ADD", "ALL", "ALLOCATE", "ALTER", "AND", "ANY", "AS", "ASC", "AVG", "BAG", "BATCH",
    "BETWEEN", "BIGINT", "BLOB", "BOOL", "BOOLEAN", "BOTH", "BREAK", "BY", "CALL", "CASCADE",
    "CASE", "CATCH", "CHAR", "CHARACTER", "CHECK", "CLOB", "COALESCE", "COMPRESS", "CONST",
    "CONSTRAINT", "CONTINUE", "COST", "COUNT", "CREATE", "CURRENT_DATE", "CURRENT_TIME",
    "CURRENT_TIMESTAMP", "CURSOR", "DATETIME", "DATETIME_ADD", "DATETIME_DIFF", "DATETIME_FORMAT",
    "DATETIME_SUB", "DATETIME_TO_EPOCH", "DAY", "DECIMAL", "DECLARE", "DELETE", "DESC",
    "DISTRIBUTED", "DO", "DOUBLE", "DROP", "EDGE", "ELSE", "ELSEIF", "END", "EPOCH_TO_DATETIME",
    "ESCAPE", "EXCEPTION", "EXISTS", "FALSE", "FILE", "FILTER", "FIXED_BINARY", "FLOAT", "FOR",
    "FOREACH", "FROM", "FUNCTION", "GLOBAL", "GRANTS", "GRAPH", "GROUP", "GROUPBYACCUM",
    "GSQL_SYS_TAG", "HAVING", "HEADER", "HEAPACCUM", "HOUR", "IF", "IGNORE", "IN", "INDEX",
    "INPUT_LINE_FILTER", "INSERT", "INT", "INT16", "INT32", "INT32_T", "INT64_T", "INT8",
    "INTEGER", "INTERPRET", "INTERSECT", "INTO", "IS", "ISEMPTY", "JOB", "JOIN", "JSONARRAY",
    "JSONOBJECT", "KAFKA", "KEY", "LEADING", "LIKE", "LIMIT", "LIST", "LOAD", "LOADACCUM", "LOG",
    "LONG", "MAP", "MINUTE", "NOBODY", "NOT", "NOW", "NULL", "OFFSET", "ON", "OPENCYPHER", "OR",
    "ORDER", "PINNED", "POLICY", "POST_ACCUM", "PRIMARY", "PRIMARY_ID", "PRINT", "PROXY", "QUERY",
    "QUIT", "RAISE", "RANGE", "REDUCE", "REPLACE", "RESET_COLLECTION_ACCUM", "RETURN", "RETURNS",
    "ROW", "S3", "SAMPLE", "SECOND", "SELECT", "SELECTVERTEX", "SET", "STATIC", "STRING", "SUM",
    "TARGET", "TEMP_TABLE", "THEN", "TO", "TO_CSV", "TO_DATETIME", "TRAILING", "TRANSLATESQL",
    "TRIM", "TRUE", "TRY", "TUPLE", "TYPE", "TYPEDEF", "UINT", "UINT16", "UINT32", "UINT32_T",
    "UINT64_T", "UINT8", "UINT8_T", "UNION", "UPDATE", "UPSERT", "USING", "VALUES", "VERTEX",
    "WHEN", "WHERE", "WHILE", "WITH", "_INTERNAL_ATTR_TAG",
];

/// Words that a query cannot use as names: those of GSQL and, since queries are compiled to C++,
/// those of C++.
#[rustfmt::skip]
pub(super) const QUERY: &[&str] = &[
    "ACCUM", "ALIGNAS", "ALIGNOF", "AND", "AND_EQ", "ANY", "API", "AS", "ASC", "ASM", "AUTO",
    "AVG", "BAG", "BATCH", "BETWEEN", "BITAND", "BITOR", "BOOL", "BOTH", "BREAK", "CASE", "CATCH",
    "CHAR", "CHAR16_T", "CHAR32_T", "CLASS", "COALESCE", "COMPL", "COMPRESS", "CONCEPT", "CONST",
    "CONSTEXPR", "CONST_CAST", "CONTINUE", "COUNT", "CREATE", "DATETIME", "DATETIME_ADD",
    "DATETIME_SUB", "DECLTYPE", "DEFAULT", "DELETE", "DESC", "DISTRIBUTED", "DO", "DOUBLE",
    "DYNAMIC_CAST", "EDGE", "ELSE", "END", "ENUM", "ESCAPE", "EXCEPTION", "EXPLICIT", "EXPORT",
    "EXTERN", "FALSE", "FILTER", "FLOAD", "FLOAT", "FOR", "FOREACH", "FRIEND", "FROM", "GOTO",
    "GRAPH", "GSQL_INT_MAX", "GSQL_INT_MIN", "GSQL_UINT_MAX", "HAVING", "IF", "IN", "INLINE",
    "INT", "INTERPRET", "INTERSECT", "INTERVAL", "INTO", "IS", "ISEMPTY", "JSONARRAY",
    "JSONOBJECT", "LEADING", "LIKE", "LIMIT", "LOADACCUM", "LONG", "MAX", "MIN", "MINUS",
    "MUTABLE", "NAMESPACE", "NEW", "NOEXCEPT", "NOT", "NOT_EQ", "NO_TRANSLATION_EID_TO_IID",
    "NULL", "NULLPTR", "OFFSET", "OPERATOR", "OR", "ORDER", "OR_EQ", "PINNED", "POST_ACCUM",
    "PRIMARY_ID", "PRINT", "PRIVATE", "PROTECTED", "PUBLIC", "QUERY", "RAISE", "RANGE",
    "REGISTER", "REINTERPRET_CAST", "REQUIRES", "RESET_COLLECTION_ACCUM", "RETURN", "RETURNS",
    "RUN", "SAMPLE", "SELECT", "SELECTVERTEX", "SET", "SHORT", "SIGNED", "SIZEOF", "STATIC",
    "STATIC_ASSERT", "STATIC_CAST", "STRING", "STRUCT", "SUM", "SWITCH", "SYNTAX", "TAGS",
    "TARGET", "TEMPLATE", "THEN", "THIS", "THREAD_LOCAL", "THROW", "TO", "TO_CSV", "TRAILING",
    "TRIM", "TRUE", "TRY", "TUPLE", "TYPEDEF", "TYPEID", "TYPENAME", "UINT", "UNION", "UNSIGNED",
    "USING", "VALUES", "VERTEX", "VIRTUAL", "VOID", "VOLATILE", "WCHAR_T", "WHEN", "WHERE",
    "WHILE", "WITH", "XOR", "XOR_EQ",
];

/// Words of [`SCHEMA`] that servers nevertheless accept as the name of an attribute.
const ATTRIBUTES: &[&str] = &["COST", "KEY", "TYPE"];

/// Returns `true` if `word` is in `words`, in any case.
pub(super) fn contains(words: &[&str], word: &str) -> bool {
    let upper = word.to_ascii_uppercase();
    words.binary_search(&upper.as_str()).is_ok()
}

/// Returns `true` if servers accept the reserved `word` as the name of an attribute.
pub(super) fn allowed_as_attribute(word: &str) -> bool {
    contains(ATTRIBUTES, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_found() {
        for words in [SCHEMA, QUERY, ATTRIBUTES] {
            assert!(words.is_sorted());
            for word in words {
                assert!(contains(words, word) && contains(words, &word.to_lowercase()), "{word}");
            }
        }
    }
}
