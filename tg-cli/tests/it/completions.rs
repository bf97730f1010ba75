//! Completions are scripts that their shells accept.

use std::process::Command;

use crate::harness::Folder;

#[test]
fn every_shell_gets_a_script() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = folder.tg(&format!("completions {shell}")).code(0).stdout;
        assert!(script.contains("emulator"), "{shell}");
    }
    folder.tg("completions tcsh").code(2);
}

#[test]
fn bash_reads_its_script() {
    let folder = Folder::new();
    folder.write("tg.bash", &folder.tg("completions bash").code(0).stdout);
    match Command::new("bash").arg("-n").arg(folder.path("tg.bash")).output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        // A machine without bash cannot check the script.
        Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::NotFound),
    }
}
