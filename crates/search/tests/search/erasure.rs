//! Replacing, removing, and purging so that nothing is left in the files.

use crate::{find, ids, text};
use search::{Doc, Index};
use std::path::Path;

const SECRET: &str = "龘靐齉爩龖";

/// Whether any file of a folder holds these bytes.
fn anywhere(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().flatten().any(|entry| {
        let file = entry.path();
        file.is_file()
            && std::fs::read(file)
                .unwrap()
                .windows(bytes.len())
                .any(|window| window == bytes)
    })
}

#[test]
fn put_replaces_and_remove_removes() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    writer.put(text(1, "旧标题", "旧正文")).unwrap();
    writer.put(text(2, "别的", "正文")).unwrap();
    writer
        .put(Doc {
            kind: "item".into(),
            ..text(1, "事项", "正文")
        })
        .unwrap();
    writer.commit(1).unwrap();
    writer.put(text(1, "新标题", "新正文")).unwrap();
    writer.put(text(1, "更新标题", "新正文")).unwrap();
    assert_eq!(
        find(&index, "旧标题").total,
        1,
        "nothing is visible before the commit"
    );
    writer.commit(2).unwrap();
    assert_eq!(find(&index, "旧标题").total, 0);
    assert_eq!(ids(&find(&index, "新标题")), [1]);
    assert_eq!(find(&index, "正文").total, 3);
    writer.remove("article", 1).unwrap();
    writer.remove("article", 99).unwrap();
    writer.commit(3).unwrap();
    assert_eq!(
        find(&index, "正文").total,
        2,
        "the item with the same number stays"
    );
    assert_eq!((index.len(), index.cursor()), (2, 3));
}

#[test]
fn purging_leaves_no_bytes_of_an_erased_text() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("index");
    let (index, _) = Index::open(&folder).unwrap();
    let mut writer = index.writer().unwrap();
    for id in 1..=50 {
        writer.put(text(id, "供水公告", "各村供水安排")).unwrap();
        if id % 10 == 0 {
            writer.commit(id).unwrap();
        }
    }
    writer.put(text(51, &format!("{SECRET}标题"), SECRET)).unwrap();
    writer.put(text(52, "供电", "安排")).unwrap();
    writer.commit(52).unwrap();
    let pair: String = SECRET.chars().take(2).collect();
    assert!(
        anywhere(&folder, SECRET.as_bytes()) && anywhere(&folder, pair.as_bytes()),
        "the test can fail"
    );

    // One more erased before it was ever committed alive, one replaced.
    writer.put(text(53, SECRET, "先放后删")).unwrap();
    writer.remove("article", 53).unwrap();
    writer.put(text(52, "供电", "改后")).unwrap();
    writer.remove("article", 51).unwrap();
    writer.commit(54).unwrap();
    assert!(
        anywhere(&folder, pair.as_bytes()),
        "removing alone leaves the text"
    );
    writer.purge().unwrap();

    assert!(!anywhere(&folder, pair.as_bytes()) && !anywhere(&folder, "先放".as_bytes()));
    assert_eq!(find(&index, "龘").total, 0);
    assert_eq!(
        (
            find(&index, "供水").total,
            find(&index, "改后").total,
            index.cursor()
        ),
        (50, 1, 54)
    );
    drop(writer);
    let (again, opened) = Index::open(&folder).unwrap();
    assert!(!opened.needs_rebuild());
    assert_eq!((again.len(), again.cursor()), (51, 54));
}

#[test]
fn purging_everything_leaves_an_empty_index() {
    let folder = tempfile::tempdir().unwrap();
    let (index, _) = Index::open(folder.path().join("index")).unwrap();
    let mut writer = index.writer().unwrap();
    writer.put(text(1, SECRET, "")).unwrap();
    writer.commit(1).unwrap();
    writer.remove("article", 1).unwrap();
    writer.purge().unwrap();
    assert_eq!((index.len(), index.cursor()), (0, 1));
    let pair: String = SECRET.chars().take(2).collect();
    assert!(!anywhere(&folder.path().join("index"), pair.as_bytes()));
}
