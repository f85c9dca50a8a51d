//! Made-up pages of every bad habit, each read into a snapshot. The fixtures are fictional.

use std::path::PathBuf;

use text::page::{Hints, read};

#[test]
fn every_fixture_reads_as_recorded() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the fixtures are in the repository")
        .flatten()
        .map(|f| f.path())
        .collect();
    paths.sort();
    assert!(paths.len() >= 15, "{} fixtures", paths.len());
    for path in paths {
        let bytes = std::fs::read(&path).expect("a listed file can be read");
        let name = path
            .file_name()
            .expect("a file has a name")
            .to_string_lossy()
            .into_owned();
        let hints = Hints {
            today: Some(jiff::civil::date(2026, 11, 22)),
            ..Hints::default()
        };
        let page = read(&bytes, &hints).expect("every fixture is text");
        assert_eq!(
            text::sanitise::clean(&page.body_html),
            page.body_html,
            "{name}: the body is in normal form"
        );
        insta::assert_json_snapshot!(name.replace('.', "-"), page);
    }
}
