//! No secret is in an output, in a message, or in the public properties of a process.

use crate::harness::GOODS;
use crate::server::{PASSWORD, SECRET, in_both_generations};

#[test]
fn no_output_has_a_secret() {
    in_both_generations(GOODS, |server, _| {
        server.set("TG_USER", "tigergraph");
        server.set("TG_PASSWORD", PASSWORD);
        server.set("RUST_LOG", "trace");
        server.write("wrong", "wr0ng-secret");
        for line in [
            "ping",
            "ping --json",
            "ping --secret-file wrong",
            "ping --graph Nowhere --json",
            "token --check",
            "schema pull -",
            "schema show live --secret-file wrong --json",
            "schema check",
            "gsql nowhere.gsql",
            "--help",
            "emulator --help",
        ] {
            let ran = server.tg(line);
            for secret in [SECRET, PASSWORD, "wr0ng-secret"] {
                let leaked = ran.stdout.contains(secret) || ran.stderr.contains(secret);
                assert!(!leaked, "{line}: {ran:?}");
            }
        }
    });
}

#[test]
fn no_flag_takes_a_secret_that_ps_would_show() {
    in_both_generations(GOODS, |server, _| {
        for flag in ["--secret", "--password", "--token", "--jwt"] {
            let ran = server.run(["ping", flag, "value"], "").code(2);
            assert!(ran.stderr.contains(&format!("{flag}-file")), "{}", ran.stderr);
        }
    });
}

#[cfg(target_os = "linux")]
#[test]
fn the_arguments_of_the_server_process_hold_no_secret() {
    in_both_generations(GOODS, |server, _| {
        let arguments = server.arguments();
        assert!(arguments.contains("--secret-file"), "{arguments}");
        assert!(!arguments.contains(SECRET) && !arguments.contains(PASSWORD), "{arguments}");
    });
}
