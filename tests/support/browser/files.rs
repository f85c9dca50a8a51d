//! Files that go into a page, and files that come out of it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{Browser, WAIT};

/// Below the profile: where the browser saves what is downloaded.
pub(super) const DOWNLOADS: &str = "downloads";
/// Below the profile: what a person has on their own disk.
const OWN: &str = "own";

impl Browser {
    /// Chooses a file of this name and content, as from one's own disk.
    pub async fn choose_file(&self, css: &str, name: &str, content: &[u8]) {
        let folder = self.profile.path().join(OWN);
        std::fs::create_dir_all(&folder).expect("the profile is ours");
        let file = folder.join(name);
        std::fs::write(&file, content).expect("and writable");
        let (doing, file) = (format!("choosing {name} in"), file.display().to_string());
        self.with(css, &doing, async |it| it.send_keys(&file).await).await;
    }

    /// Presses what downloads a file; its name and content once it is there.
    pub async fn download(&self, label: &str) -> (String, Vec<u8>) {
        let folder = self.profile.path().join(DOWNLOADS);
        let before = files(&folder);
        let button = self.button(label).await;
        self.hit(&button, label).await;
        let begun = Instant::now();
        loop {
            if let Some(file) = files(&folder).into_iter().find(|file| !before.contains(file)) {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                return (
                    name.into_owned(),
                    std::fs::read(&file).expect("it was just saved"),
                );
            }
            assert!(
                begun.elapsed() < WAIT,
                "{label} on {} downloads nothing: {}",
                self.path().await,
                self.text("body").await
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// What is there whole: while a file is still coming, its bytes lie under another name and its own may already be taken by an
/// empty file.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let whole = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let filled = std::fs::metadata(file).is_ok_and(|it| it.len() > 0);
        filled && !name.ends_with(".crdownload") && !name.starts_with('.')
    };
    entries.map(|entry| entry.path()).filter(whole).collect()
}
