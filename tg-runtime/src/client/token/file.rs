//! Storage of tokens in a file.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::{StoreFuture, Token, TokenStore, from_unix};

/// A file of tokens that only its owner may read, shared by any number of processes.
///
/// The file is replaced as a whole, so a reader never sees half of one. A file that others may
/// read is not trusted: its tokens are not used, and it is replaced at the next save. A symbolic
/// link stays, and the file that it leads to is replaced; what is not a regular file is not used.
#[derive(Debug, Clone)]
pub struct FileTokenStore {
    path: PathBuf,
}

impl FileTokenStore {
    /// Creates a store in this file, which is created with the first token. Its folder must exist.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }
}

#[derive(Default, Serialize, Deserialize)]
struct Contents(BTreeMap<String, Entry>);

#[derive(Serialize, Deserialize)]
struct Entry {
    token: String,
    /// Unix seconds.
    issued: Option<u64>,
    expires: Option<u64>,
}

impl TokenStore for FileTokenStore {
    fn load<'a>(&'a self, scope: &'a str) -> StoreFuture<'a, Option<Token>> {
        let path = self.path.clone();
        Box::pin(async move {
            let mut contents = off_the_runtime(move || read(&path)).await?;
            Ok(contents.0.remove(scope).map(|entry| Token {
                text: SecretString::from(entry.token),
                issued: entry.issued.and_then(from_unix),
                expires: entry.expires.and_then(from_unix),
            }))
        })
    }

    fn save<'a>(&'a self, scope: &'a str, token: &'a Token) -> StoreFuture<'a, ()> {
        let path = self.path.clone();
        let scope = scope.to_owned();
        let entry = Entry {
            token: token.expose().to_owned(),
            issued: token.issued.map(to_unix),
            expires: token.expires.map(to_unix),
        };
        Box::pin(off_the_runtime(move || {
            // A file that cannot be read or trusted is replaced: a lost entry costs one request.
            let mut contents = read(&path).unwrap_or_default();
            contents.0.insert(scope, entry);
            replace(&path, &serde_json::to_vec(&contents)?)
        }))
    }
}

async fn off_the_runtime<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

fn read(path: &Path) -> io::Result<Contents> {
    require_regular(path)?;
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Contents::default()),
        Err(error) => return Err(error),
    };
    check_owner_only(&file, path)?;
    Ok(serde_json::from_reader(io::BufReader::new(file))?)
}

#[cfg(unix)]
fn check_owner_only(file: &File, path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata()?.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let path = path.display();
    Err(io::Error::new(
        ErrorKind::PermissionDenied,
        format!("{path} may be read by others (mode {mode:o}); run `chmod 600 {path}`"),
    ))
}

#[cfg(not(unix))]
fn check_owner_only(_: &File, _: &Path) -> io::Result<()> {
    Ok(())
}

/// Rejects anything but a file: to open a pipe waits for its other end.
fn require_regular(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => {
            let message = format!("{} is not a regular file", path.display());
            Err(io::Error::new(ErrorKind::InvalidInput, message))
        }
        _ => Ok(()),
    }
}

/// Returns the file that a symbolic link leads to, which need not exist.
fn target(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| match fs::read_link(path) {
        Ok(link) => path.parent().map_or_else(|| link.clone(), |folder| folder.join(&link)),
        Err(_) => path.to_owned(),
    })
}

fn replace(path: &Path, contents: &[u8]) -> io::Result<()> {
    require_regular(path)?;
    let path = &target(path);
    static DRAFTS: AtomicU64 = AtomicU64::new(0);
    let number = DRAFTS.fetch_add(1, Ordering::Relaxed);
    let mut draft = path.as_os_str().to_owned();
    draft.push(format!(".{}.{number}", std::process::id()));
    let draft = PathBuf::from(draft);
    let written = create_owner_only(&draft)
        .and_then(|mut file| file.write_all(contents).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    written
}

fn create_owner_only(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        // A process of the same number was killed before it renamed its file.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            options.open(path)
        }
        result => result,
    }
}

fn to_unix(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
