//! Opening again, and opening what is broken.

use crate::{find, text};
use search::{Error, Index, Opened};
use std::path::{Path, PathBuf};

fn filled(folder: &Path) {
    let (index, opened) = Index::open(folder).unwrap();
    assert_eq!((opened, index.cursor()), (Opened::New, 0));
    let mut writer = index.bulk_writer().unwrap();
    for id in 1..=30 {
        writer.put(text(id, "供水公告", "各村供水安排")).unwrap();
    }
    writer.commit(77).unwrap();
    writer.close().unwrap();
}

/// The files with documents in them.
fn segment_files(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|entry| entry.path());
    let mut files: Vec<PathBuf> = files
        .filter(|file| {
            !file.to_string_lossy().ends_with(".json") && !file.to_string_lossy().ends_with(".lock")
        })
        .collect();
    files.sort();
    files
}

#[test]
fn an_index_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let (index, opened) = Index::open(folder.path()).unwrap();
    assert_eq!(
        (opened, index.cursor(), find(&index, "供水").total),
        (Opened::Existing, 77, 30)
    );
    let mut writer = index.writer().unwrap();
    assert!(matches!(index.writer(), Err(Error::Busy)));
    writer.commit(78).unwrap();
    drop(writer);
    assert_eq!(
        Index::open(folder.path()).unwrap().0.cursor(),
        78,
        "a cursor without documents is kept, too"
    );
    std::fs::remove_dir_all(folder.path()).unwrap();
    let (index, opened) = Index::open(folder.path()).unwrap();
    assert_eq!(
        (opened.needs_rebuild(), index.cursor(), index.len()),
        (true, 0, 0)
    );
}

#[test]
fn any_damaged_file_is_noticed_moved_aside_and_replaced() {
    let pattern = tempfile::tempdir().unwrap();
    filled(pattern.path());
    let mut targets = segment_files(pattern.path());
    assert!(targets.len() >= 5, "{targets:?}");
    targets.push(pattern.path().join("meta.json"));
    for target in targets {
        let name = target.file_name().unwrap();
        for damage in ["flip", "cut", "remove", "empty"] {
            let place = tempfile::tempdir().unwrap();
            let folder = place.path().join("index");
            std::fs::create_dir(&folder).unwrap();
            for entry in std::fs::read_dir(pattern.path()).unwrap().flatten() {
                std::fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
            }
            damage_file(&folder.join(name), damage);
            let (index, opened) = Index::open(&folder).unwrap();
            let Opened::Damaged { moved_to, .. } = opened else {
                panic!("{damage} of {name:?}: {opened:?}");
            };
            assert!(moved_to.exists());
            assert_eq!((index.cursor(), index.len()), (0, 0));
            let mut writer = index.writer().unwrap();
            writer.put(text(1, "供水", "供水")).unwrap();
            writer.commit(5).unwrap();
            assert_eq!(find(&index, "供水").total, 1);
            writer.purge().unwrap();
            assert!(!moved_to.exists(), "purging reaches the damaged copy");
        }
    }
}

fn damage_file(file: &Path, damage: &str) {
    let mut bytes = std::fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    match damage {
        "flip" => bytes[middle] ^= 0xFF,
        "cut" => bytes.truncate(middle),
        "empty" => bytes.clear(),
        _ => return std::fs::remove_file(file).unwrap(),
    }
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn another_format_is_emptied_and_a_strange_folder_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("index");
    filled(&folder);
    let meta = std::fs::read_to_string(folder.join("meta.json")).unwrap();
    assert!(meta.contains(r#"\"format\":3"#), "{meta}");
    std::fs::write(
        folder.join("meta.json"),
        meta.replace(r#"\"format\":3"#, r#"\"format\":0"#),
    )
    .unwrap();
    let (index, opened) = Index::open(&folder).unwrap();
    assert_eq!((opened, index.cursor(), index.len()), (Opened::Outdated, 0, 0));

    let strange = tempfile::tempdir().unwrap();
    std::fs::write(strange.path().join("sundial.db"), "data").unwrap();
    assert!(matches!(Index::open(strange.path()), Err(Error::NotAnIndex(_))));
    assert!(strange.path().join("sundial.db").exists());
}
