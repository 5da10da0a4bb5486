//! The files that documents refer to: none outside of the folder of the API, and none behind a link that leads there.

use specwright::read;
use specwright::source::Sources;
use std::fs;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

/// The most files that references may bring in.
const MAX_FILES: usize = 20_000;

/// The most bytes that one of them may have.
const MAX_BYTES: u64 = 64 << 20;

/// The most bytes that all of them may have.
const MAX_ALL_BYTES: u64 = 256 << 20;

/// Adds every file that the sources refer to, and those that these refer to, as far as they are below one of `folders`.
/// Names are paths below `shared`, which may be a larger folder: two documents may have nothing in common but the root of
/// the file system, and that is not opened by giving them. What is not read is noted in the sources, and told at the
/// reference.
pub(crate) fn gather(sources: &mut Sources, shared: &Path, folders: &[PathBuf]) {
    let mut reader = Reader::new(shared, folders);
    read::gather(sources, &mut |name| reader.read(name));
}

struct Reader {
    shared: PathBuf,
    /// The folders that may be read from, without links.
    folders: Vec<PathBuf>,
    files: usize,
    bytes: u64,
}

impl Reader {
    fn new(shared: &Path, folders: &[PathBuf]) -> Self {
        let here = |folder: &Path| match folder.as_os_str().is_empty() {
            true => PathBuf::from("."),
            false => folder.to_owned(),
        };
        // A folder that is not there opens nothing.
        let mut folders: Vec<PathBuf> =
            folders.iter().filter_map(|folder| fs::canonicalize(here(folder)).ok()).collect();
        folders.sort();
        folders.dedup();
        Self { shared: here(shared), folders, files: 0, bytes: 0 }
    }

    /// A file by its name below the folder; else half a sentence that says why not, without a word of what is in it.
    fn read(&mut self, name: &str) -> Result<Vec<u8>, String> {
        if self.folders.is_empty() {
            return Err("the document was read from standard input, which has no folder".to_owned());
        }
        if !is_plain(Path::new(name)) {
            return Err("the path has a hidden part".to_owned());
        }
        let path = self.shared.join(name);
        let missing = "there is no such file below the folder of the API";
        let real = fs::canonicalize(&path).map_err(|_| missing.to_owned())?;
        let below = self.folders.iter().filter_map(|folder| real.strip_prefix(folder).ok());
        if !below.into_iter().any(is_plain) {
            return Err("it, or where a link leads, is outside of the folders that were given".to_owned());
        }
        // What is no file may have no end.
        if !fs::metadata(&real).is_ok_and(|metadata| metadata.is_file()) {
            return Err("it is not a file".to_owned());
        }
        if self.files >= MAX_FILES {
            return Err(format!("the references bring in more than {MAX_FILES} files"));
        }
        let mut bytes = Vec::new();
        let file = fs::File::open(&real).map_err(|error| error.kind().to_string())?;
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| error.kind().to_string())?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > MAX_BYTES {
            return Err(format!("it is larger than {MAX_BYTES} bytes"));
        }
        if self.bytes.saturating_add(length) > MAX_ALL_BYTES {
            return Err(format!("the references bring in more than {MAX_ALL_BYTES} bytes"));
        }
        self.files += 1;
        self.bytes += length;
        Ok(bytes)
    }
}

/// Whether a path goes down only, and not into what is hidden.
fn is_plain(path: &Path) -> bool {
    path.components().all(|part| match part {
        Component::Normal(part) => !part.to_string_lossy().starts_with('.'),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(root: &Path) -> Reader {
        Reader::new(root, &[root.to_owned()])
    }

    #[test]
    fn files_below_the_folder_are_read() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a")).unwrap();
        fs::write(folder.path().join("a/b.yaml"), "x").unwrap();
        assert_eq!(reader(folder.path()).read("a/b.yaml").unwrap(), b"x");
        assert_eq!(reader(folder.path()).read("a").unwrap_err(), "it is not a file");
        assert!(reader(folder.path()).read("none").unwrap_err().contains("no such file"));
    }

    #[test]
    fn hidden_files_stay_hidden() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".env"), "secret").unwrap();
        for name in [".env", "a/../.env", "../x", "/etc/passwd"] {
            assert!(reader(folder.path()).read(name).unwrap_err().contains("hidden"), "{name}");
        }
    }

    #[test]
    fn a_folder_that_two_documents_share_is_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        let folders = ["one", "two", "three"].map(|name| {
            fs::create_dir(folder.path().join(name)).unwrap();
            fs::write(folder.path().join(name).join("x.yaml"), "x").unwrap();
            folder.path().join(name)
        });
        let mut reader = Reader::new(folder.path(), &folders[..2]);
        assert!(reader.read("two/x.yaml").is_ok());
        assert!(reader.read("three/x.yaml").unwrap_err().contains("outside"));
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_lead_out() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret"), "secret").unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("link")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret"), folder.path().join("file.yaml")).unwrap();
        for name in ["link/secret", "file.yaml"] {
            assert!(reader(folder.path()).read(name).unwrap_err().contains("outside"), "{name}");
        }
    }
}
