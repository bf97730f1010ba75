//! Scripts in the forms that people and programs write, from the first line to the last.

use tg_gsql::apply::script;
use tg_gsql::print;

/// Checks that a script has no errors and this number of vertex types, edge types and graphs, and
/// that its canonical form has the same meaning.
#[track_caller]
fn sound(text: &str, vertices: usize, edges: usize, graphs: usize) {
    let read = script(text);
    assert_eq!(read.findings, []);
    let catalog = read.catalog;
    assert_eq!(
        (catalog.vertices.len(), catalog.edges.len(), catalog.graphs.len()),
        (vertices, edges, graphs)
    );
    let canonical = print::catalog(&catalog);
    assert_eq!(script(&canonical).catalog, catalog, "{canonical}");
}

#[test]
fn a_social_network_with_shared_and_wildcard_ends() {
    sound(
        r#"
        DROP ALL  # start from nothing
        // --- vertex types
        CREATE VERTEX Comment (PRIMARY_ID id UINT, id UINT, created DATETIME, text STRING)
        CREATE VERTEX Post (PRIMARY_ID id UINT, id UINT, language STRING, length UINT)
        CREATE VERTEX Place (PRIMARY_ID id UINT, name STRING, type STRING, url STRING)
        CREATE VERTEX Person (PRIMARY_ID id UINT, first_name STRING, speaks SET<STRING>)
          WITH STATS="OUTDEGREE_BY_EDGETYPE", primary_id_as_attribute="TRUE"
        /* edge types */
        CREATE DIRECTED EDGE has_creator (FROM Comment|Post, TO Person) WITH REVERSE_EDGE="created"
        CREATE DIRECTED EDGE part_of (FROM Place, TO Place) WITH REVERSE_EDGE="contains"
        CREATE DIRECTED EDGE located_in (
            FROM Comment, TO Place
          | FROM Person, TO Place
          | FROM Post, TO Place)
        CREATE UNDIRECTED EDGE knows (FROM Person, TO Person, since DATETIME)
        CREATE UNDIRECTED EDGE related (FROM *, TO *)
        CREATE GRAPH social (*)
        "#,
        4,
        5,
        1,
    );
}

#[test]
fn a_solution_with_jobs_queries_and_data() {
    sound(
        r#"set exit_on_error = "false"
        BEGIN
        CREATE VERTEX Account (name STRING PRIMARY KEY, is_blocked BOOL);
        CREATE VERTEX Phone (number STRING PRIMARY KEY, is_blocked BOOL);
        CREATE DIRECTED EDGE Transfer (FROM Account, TO Account, DISCRIMINATOR(date DATETIME),
            amount UINT) WITH REVERSE_EDGE="Transfer_Reverse";
        CREATE UNDIRECTED EDGE Has_Phone (FROM Account, TO Phone);
        CREATE GRAPH financial (Account, Phone, Transfer, Has_Phone, Transfer_Reverse);
        END
        USE GRAPH financial
        CREATE GLOBAL SCHEMA_CHANGE JOB add_embedding {
          ALTER VERTEX Account ADD VECTOR ATTRIBUTE emb1(DIMENSION=3, METRIC="COSINE",
            INDEXTYPE="HNSW", DATATYPE="FLOAT");
          ALTER VERTEX Account ADD INDEX by_name ON (name);
        }
        run global schema_change job add_embedding
        CREATE LOADING JOB load_data FOR GRAPH financial {
          DEFINE FILENAME file1="$sys.data_root/accounts.csv";
          LOAD file1 TO VERTEX Account VALUES ($"name", gsql_to_bool(gsql_trim($"blocked")))
            USING header="true", separator=",";
        }
        RUN LOADING JOB load_data
        CREATE OR REPLACE QUERY q(STRING name = "a") FOR GRAPH financial SYNTAX v3 {
          r = SELECT b FROM (a:Account {name: name})-[e:Transfer]->(b:Account) WHERE e.amount > 1;
          IF r.size() == 0 THEN PRINT "}"; END;
          PRINT r;
        }
        INSTALL QUERY q
        RUN QUERY q("Scott")
        GRANT ROLE admin ON GRAPH financial TO tigergraph
        CREATE SECRET
        ls"#,
        2,
        2,
        1,
    );
}

#[test]
fn a_test_server_with_every_kind_of_key() {
    sound(
        r#"
        TYPEDEF TUPLE <field1 INT (1), field2 UINT, field3 STRING (10), field4 DATETIME> My_Tuple
        TYPEDEF HeapAccum<My_Tuple>(3, field1 DESC) Top
        CREATE VERTEX vertex1 (PRIMARY_ID id INT, a01 INT DEFAULT "5", a02 LIST<My_Tuple>)
        CREATE VERTEX vertex2 (a01 DATETIME, a02 STRING, a03 UINT, PRIMARY KEY (a03, a01, a02))
        CREATE GRAPH tests ()
        CREATE SCHEMA_CHANGE JOB first FOR GRAPH tests {
            ADD VERTEX vertex1 (PRIMARY_ID id STRING, m MAP<DATETIME, My_Tuple>) WITH STATS="none";
            ADD VERTEX vertex2 (id UINT PRIMARY KEY, b FIXED_BINARY(32));
            ADD DIRECTED EDGE many (FROM vertex1, TO vertex2 | FROM vertex2, TO vertex1, d DOUBLE DEFAULT -1);
        }
        RUN SCHEMA_CHANGE JOB first -N
        DROP JOB first
        CREATE SCHEMA_CHANGE JOB second FOR GRAPH tests {
            ALTER VERTEX vertex2 ADD ATTRIBUTE (c BOOL DEFAULT "true", e FLOAT);
            ALTER VERTEX vertex2 DROP ATTRIBUTE (b);
        }
        RUN SCHEMA_CHANGE JOB second
        "#,
        4,
        1,
        1,
    );
}
