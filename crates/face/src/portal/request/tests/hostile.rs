//! Files and forms that mean harm.

use super::browser::{Browser, File, to};
use super::{WANTED, WHO, count};
use crate::portal::tests::town::Town;

#[tokio::test]
async fn what_is_no_picture_and_no_pdf_is_not_taken_and_the_rest_stays() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    anna.begin(&town).await;
    assert_eq!(to(&anna.post("/apply/wanted", &WANTED).await), "/apply/who");
    let large = [b"%PDF-".as_slice(), &vec![b' '; 10 << 20]].concat();
    let rows: [(&[File<'_>], &str); 4] = [
        (
            &[("证件.pdf", b"<html><script>alert(1)</script></html>")],
            "不是照片，也不是 PDF",
        ),
        (&[("证件.pdf", b"")], "是空文件"),
        (&[("证件.pdf", &large)], "超过 10 MB"),
        (
            &[
                ("1.pdf", b"%PDF-1"),
                ("2.pdf", b"%PDF-2"),
                ("3.pdf", b"%PDF-3"),
                ("4.pdf", b"%PDF-4"),
                ("5.pdf", b"%PDF-5"),
                ("6.pdf", b"%PDF-6"),
            ],
            "最多 5 个",
        ),
    ];
    for (files, told) in rows {
        let seen = anna.upload("/apply/who", &WHO, files).await;
        assert_eq!(seen.status, 422);
        assert!(
            seen.has(told) && seen.has("href=\"#files\"") && seen.has("陈晓月"),
            "{told} in {}",
            seen.body
        );
        assert!(!seen.has("<script>alert"));
    }
    // One that is taken stays while another is refused; taken out, its bytes are gone.
    let files: [File<'_>; 2] = [("a\u{202E}<b>.exe", b"%PDF-1.7 good"), ("坏.png", b"x")];
    let seen = anna.upload("/apply/who", &WHO, &files).await;
    assert!(
        seen.status == 422 && seen.has("<span>ab.pdf</span>"),
        "{}",
        seen.body
    );
    let digest = kernel::code::sha256_hex(b"%PDF-1.7 good");
    let sent: Vec<_> = [("remove", digest.as_str())].into_iter().chain(WHO).collect();
    assert!(to(&anna.upload("/apply/who", &sent, &[]).await).starts_with("/apply/who"));
    assert!(!anna.get("/apply/who").await.has("ab.pdf"));
    let waiting = walk(&town.folder().join("files"));
    assert!(waiting.iter().all(|name| name != &digest), "{waiting:?}");
}

fn walk(folder: &std::path::Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => names.extend(walk(&path)),
            false => names.push(path.file_name().unwrap().to_string_lossy().into_owned()),
        }
    }
    names
}

#[tokio::test]
async fn two_hundred_names_are_too_many() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    anna.begin(&town).await;
    let names: Vec<String> = (0..200).map(|n| format!("{n}.pdf")).collect();
    let files: Vec<File<'_>> = names
        .iter()
        .map(|name| (name.as_str(), b"%PDF-1.7".as_slice()))
        .collect();
    let seen = anna.upload("/apply/who", &WHO, &files).await;
    assert_eq!(seen.status, 413, "{}", seen.body);
    let few = anna.upload("/apply/who", &WHO, &files[..60]).await;
    assert!(few.status == 422 && few.has("最多 5 个"));
}

#[tokio::test]
async fn words_that_go_on_for_ever_are_told_and_kept_short() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    anna.begin(&town).await;
    let long = "长".repeat(50_000);
    let seen = anna
        .post(
            "/apply/wanted",
            &[("info_features", &long), ("form_wanted", "paper")],
        )
        .await;
    assert!(seen.status == 422 && seen.has("超过2000个字") && seen.body.len() < 100_000);
}

#[tokio::test]
async fn papers_that_nobody_sent_go_with_their_form() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    anna.fill(&town, &[("证件.pdf", b"%PDF-1.7 never sent")]).await;
    let now = town.at("2026-11-27T09:00:00+08:00");
    let rooms = office::filing::stale_rooms(&mut town.app.db.read().await.unwrap(), now)
        .await
        .unwrap();
    assert_eq!(rooms.len(), 1);
    town.app.files.clear_anteroom(&rooms[0]).unwrap();
    let swept = town
        .app
        .db
        .act(move |conn| Box::pin(office::filing::sweep(conn, now)));
    assert_eq!(swept.await.unwrap(), 1);
    assert_eq!(count(&town, "filing").await, 0);
    assert_eq!(anna.get("/apply/check").await.status, 410);
}
