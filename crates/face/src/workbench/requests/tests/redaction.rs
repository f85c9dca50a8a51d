//! A document is marked, released and given in part; the original stays inside.

use super::{NO_FILE, registered, step, step_n};
use crate::workbench::tests::town::{Seen, Town, encode};

const SECRET: &str = "zhaoming";

/// A page with these lines, the first at 42 points from the top, each 40 below the one before.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    let shown: String = lines
        .iter()
        .map(|line| format!("({line}) Tj 0 -40 Td "))
        .collect();
    let content = format!("BT /F 12 Tf 100 800 Td {shown}ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let (mut file, mut places) = ("%PDF-1.7\n".to_owned(), Vec::new());
    for (n, object) in (1..).zip(&objects) {
        places.push(file.len());
        file.push_str(&format!("{n} 0 obj\n{object}\nendobj\n"));
    }
    let at = file.len();
    let entries: String = places
        .iter()
        .map(|place| format!("{place:010} 00000 n \n"))
        .collect();
    file.push_str(&format!(
        "xref\n0 {0}\n0000000000 65535 f \n{entries}trailer\n<</Size {0}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF",
        objects.len() + 1
    ));
    file.into_bytes()
}

/// A request that is being handled, and a document of it that is taken up; both addresses.
async fn taken_up(town: &Town, name: &str, bytes: &[u8]) -> (String, String) {
    let case = registered(town, &[], NO_FILE).await;
    step(town, "jing", &case, "clear", &[]).await;
    let begun = town
        .upload(
            "jing",
            &format!("{case}/redactions"),
            &[],
            ("original", name, bytes),
        )
        .await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    (case, begun.leads_to().to_owned())
}

/// Sends the form of the page as it stands, with these changes.
async fn send(town: &Town, at: &str, to: &str, more: &[(&str, &str)]) -> Seen {
    let version = town.get("jing", at).await.hidden("version");
    let fields = [&[("version", version.as_str()), ("page", "1")], more].concat();
    town.post("jing", &format!("{at}{to}"), &fields).await
}

async fn marked(town: &Town, at: &str, words: &str) {
    let done = send(
        town,
        at,
        "",
        &[("ground", "privacy"), ("words", words), ("go", "words")],
    )
    .await;
    assert_eq!(done.status, 303, "{}", done.body);
}

#[tokio::test]
async fn a_part_is_given_and_the_original_stays_inside() {
    let town = Town::found().await;
    let file = pdf(&[
        "Party A: county",
        "Party B: zhaoming, 13800005678",
        "signed zhaoming",
    ]);
    let (case, at) = taken_up(&town, "协议.pdf", &file).await;
    assert!(
        town.get("jing", &case).await.has("协议.pdf"),
        "found again on the desk"
    );
    let picture = town.get("jing", &format!("{at}/pages/1")).await;
    assert_eq!(picture.headers["content-type"], "image/png");
    marked(&town, &at, SECRET).await;
    let page = town.get("jing", &at).await;
    assert!(
        page.has("遮盖 2 处") && page.has("已遮盖 2 处，共 2 处"),
        "{}",
        page.body
    );

    let made = send(&town, &at, "/release", &[]).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let page = town.get("jing", &at).await;
    assert!(
        page.has("协议（遮盖后）.pdf") && page.has("标注 15-2：个人隐私"),
        "{}",
        page.body
    );
    let given = town.get("jing", &format!("{at}/given")).await;
    assert!(given.has("%PDF-") && !given.has(SECRET) && !given.has("Helvetica"));

    let work = at.rsplit('/').next().unwrap().to_owned();
    let reply = |kind| {
        [
            ("reply_type", kind),
            ("reason", "提供协议。"),
            ("redacted", work.as_str()),
        ]
    };
    let whole = step_n(
        &town,
        "jing",
        &case,
        "propose-reply",
        0,
        &reply("granted"),
        ("given", "协议.pdf", &file),
    )
    .await;
    for words in [
        "是遮盖以前的原件，不能提供给申请人",
        "答复类型就是“部分公开（区分处理）”",
    ] {
        assert!(whole.status == 422 && whole.has(words), "{words}: {}", whole.body);
    }
    let proposed = step_n(
        &town,
        "jing",
        &case,
        "propose-reply",
        0,
        &reply("partial"),
        NO_FILE,
    )
    .await;
    assert_eq!(proposed.status, 303, "{}", proposed.body);
    step(&town, "qian", &case, "sign", &[]).await;
    assert!(
        !town.get("jing", &case).await.has("申请人可以打开"),
        "not before it is sent"
    );
    step(&town, "jing", &case, "dispatch", &[("delivery_way", "counter")]).await;
    let page = town.get("jing", &case).await;
    assert!(
        page.has("协议（遮盖后）.pdf") && page.has("申请人可以打开"),
        "{}",
        page.body
    );
    assert_eq!(page.body.matches("申请人可以打开").count(), 1, "the file alone");
    let letter = page
        .body
        .split('"')
        .find(|it| it.starts_with("/desk/letters/"))
        .unwrap()
        .to_owned();
    assert_eq!(town.get("jing", &letter).await.status, 200);
    let mut conn = town.app.db.read().await.unwrap();
    let id = case.rsplit('/').next().unwrap().parse().unwrap();
    let letters = office::letter::of_case(&mut conn, id).await.unwrap();
    let said = format!("{:?}", letters.iter().map(|it| &it.letter).collect::<Vec<_>>());
    assert!(
        said.contains("15-2：个人隐私（《政府信息公开条例》第十五条）"),
        "{said}"
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_mark_is_said_and_nothing_is_lost() {
    let town = Town::found().await;
    let (_, at) = taken_up(&town, "协议.pdf", &pdf(&["Party B: zhaoming", "other line"])).await;
    let cases: [(&[(&str, &str)], &str); 6] = [
        (
            &[("words", "zhaoming"), ("go", "words")],
            "还没有选择不予公开的理由",
        ),
        (
            &[("ground", "nonsense"), ("words", "zhaoming"), ("go", "words")],
            "还没有选择不予公开的理由",
        ),
        (
            &[("ground", "privacy"), ("words", "nobody"), ("go", "words")],
            "没有找到这些文字",
        ),
        (
            &[("ground", "privacy"), ("words", " "), ("go", "words")],
            "还没有写要遮盖的文字",
        ),
        (
            &[
                ("ground", "privacy"),
                ("left", "十"),
                ("top", "1"),
                ("width", "1"),
                ("go", "area"),
            ],
            "有 2 处",
        ),
        (&[("remove", "7")], "没有找到这处遮盖"),
    ];
    for (fields, words) in cases {
        let told = send(&town, &at, "", fields).await;
        assert!(
            told.status.is_client_error() && told.has(words),
            "{words}: {}",
            told.body
        );
        for (name, value) in fields
            .iter()
            .filter(|(name, value)| matches!(*name, "words" | "left") && !value.trim().is_empty())
        {
            assert!(
                told.has(&format!("value=\"{value}\"")),
                "{name} is lost: {}",
                told.body
            );
        }
    }
    let none = send(&town, &at, "/release", &[]).await;
    assert!(
        none.status == 422 && none.has("没有标注任何遮盖"),
        "{}",
        none.body
    );
    // Beside the page: it covers nothing.
    let area = [
        ("ground", "privacy"),
        ("left", "300"),
        ("top", "10"),
        ("width", "20"),
        ("height", "5"),
        ("go", "area"),
    ];
    assert_eq!(send(&town, &at, "", &area).await.status, 303);
    let empty = send(&town, &at, "/release", &[]).await;
    assert!(
        empty.status == 422 && empty.has("什么也没有盖住"),
        "{}",
        empty.body
    );
    assert_eq!(send(&town, &at, "", &[("remove", "0")]).await.status, 303);
}

#[tokio::test]
async fn what_has_to_be_looked_at_is_accepted_by_itself() {
    let town = Town::found().await;
    let (_, at) = taken_up(&town, "协议.pdf", &pdf(&["zhaoming and others"])).await;
    // Half of the first line's height.
    let area = [
        ("ground", "privacy"),
        ("left", "30"),
        ("top", "9"),
        ("width", "100"),
        ("height", "4"),
        ("go", "area"),
    ];
    assert_eq!(send(&town, &at, "", &area).await.status, 303);
    let open = send(&town, &at, "/release", &[("name", "甲")]).await;
    assert!(
        open.status == 422 && open.has("没有盖全文字") && open.has("value=\"甲\""),
        "{}",
        open.body
    );
    let concern = open.body.split("name=\"accepted\" value=\"").nth(1).unwrap();
    let concern = concern.split('"').next().unwrap().replace("&#34;", "\"");
    let another = send(
        &town,
        &at,
        "/release",
        &[("accepted", "{\"cut\":{\"page\":1,\"mark\":5}}")],
    )
    .await;
    assert_eq!(
        another.status, 422,
        "what was accepted is another thing: {}",
        another.body
    );
    let made = send(&town, &at, "/release", &[("accepted", &concern)]).await;
    assert_eq!(made.status, 303, "{}", made.body);
    assert!(
        town.get("jing", &at)
            .await
            .has("经办人已核对：第 1 页第 1 处遮盖没有盖全文字")
    );
}

#[tokio::test]
async fn a_name_that_says_what_is_withheld_goes_with_nothing() {
    let town = Town::found().await;
    let (_, at) = taken_up(
        &town,
        "zhaoming.pdf",
        &pdf(&["Party B: zhaoming", "zhaoming again"]),
    )
    .await;
    // The first line alone, in millimetres: the words stand on the second one too.
    let area = [
        ("ground", "privacy"),
        ("left", "30"),
        ("top", "9"),
        ("width", "100"),
        ("height", "9"),
        ("go", "area"),
    ];
    assert_eq!(send(&town, &at, "", &area).await.status, 303);
    marked(&town, &at, "zhaoming again").await;
    assert_eq!(send(&town, &at, "", &[("remove", "1")]).await.status, 303);
    let named = send(&town, &at, "/release", &[("name", "Party B: zhaoming")]).await;
    assert!(
        named.status == 422 && named.has("文件名里有遮盖的文字"),
        "{}",
        named.body
    );
    let more = [("ground", "privacy"), ("words", "again"), ("go", "words")];
    assert_eq!(send(&town, &at, "", &more).await.status, 303);
    // "again" is covered once and stands nowhere else; the line of the first mark is not repeated as a whole.
    let made = send(&town, &at, "/release", &[("name", "协议")]).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let page = town.get("jing", &at).await;
    assert!(page.has("协议.pdf"), "{}", page.body);
    let kept = || walk(&town).len();
    assert_eq!(kept(), 2, "the original and what was made");
    // A further mark takes back what was made.
    marked(&town, &at, SECRET).await;
    assert_eq!(kept(), 1);
    assert!(town.get("jing", &at).await.has("还没有生成"));
    assert_eq!(town.get("jing", &format!("{at}/given")).await.status, 404);
}

/// The files that are kept.
fn walk(town: &Town) -> Vec<std::path::PathBuf> {
    let folders = std::fs::read_dir(town.folder().join("files/papers")).unwrap();
    let folders = folders.map(|it| it.unwrap().path()).filter(|it| {
        let name = it.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.len() == 2
    });
    folders
        .flat_map(|it| std::fs::read_dir(it).unwrap().map(|it| it.unwrap().path()))
        .collect()
}

#[tokio::test]
async fn a_repeated_stretch_is_covered_or_kept_on_purpose() {
    let town = Town::found().await;
    let text = "乙方赵明，身份证号码保密。\n联系人赵明。\n经办人赵明、钱卫国。";
    let (case, at) = taken_up(&town, "会议记录.txt", text.as_bytes()).await;
    let one = [
        ("ground", "privacy"),
        ("place", "1"),
        ("from", "2"),
        ("to", "4"),
        ("go", "here"),
    ];
    assert_eq!(send(&town, &at, "", &one).await.status, 303);
    let open = send(&town, &at, "/release", &[]).await;
    assert!(
        open.status == 422 && open.has("第 2 段还出现") && open.has("第 3 段还出现"),
        "{}",
        open.body
    );
    let keep = r#"{"place":2,"from":3,"to":5}"#;
    let half = send(&town, &at, "/release", &[("accepted", keep)]).await;
    assert!(
        half.status == 422 && !half.has("第 2 段还出现") && half.has("第 3 段还出现"),
        "{}",
        half.body
    );
    let cover = send(&town, &at, "/release", &[("accepted", keep), ("go", "cover")]).await;
    assert_eq!(cover.status, 303, "{}", cover.body);
    let page = town.get("jing", &at).await;
    assert!(page.has("已一并遮盖，共 2 处"), "{}", page.body);
    let made = send(&town, &at, "/release", &[("name", "会议记录")]).await;
    assert_eq!(made.status, 303, "{}", made.body);
    assert!(town.get("jing", &at).await.has("确认保留的相同文字 1 处"));
    // Given up: the file goes, and with it what was made.
    let dropped = send(&town, &at, "/drop", &[]).await;
    assert_eq!(dropped.status, 303);
    assert_eq!(town.get("jing", &at).await.status, 404);
    assert!(!town.get("jing", &case).await.has("会议记录.txt"));
}

#[tokio::test]
async fn two_who_mark_at_once_do_not_overwrite_each_other() {
    let town = Town::found().await;
    let (_, at) = taken_up(&town, "协议.pdf", &pdf(&["zhaoming", "qianwei"])).await;
    let version = town.get("jing", &at).await.hidden("version");
    marked(&town, &at, SECRET).await;
    let fields = [
        ("version", version.as_str()),
        ("page", "1"),
        ("ground", "privacy"),
        ("words", "qianwei"),
        ("go", "words"),
    ];
    let late = town.post("jing", &at, &fields).await;
    assert!(
        late.status == 409 && late.has("刚被别人改过遮盖"),
        "{}",
        late.body
    );
    let made = town
        .post("jing", &format!("{at}/release"), &[("version", version.as_str())])
        .await;
    assert!(
        made.status == 409,
        "what was not seen is not released: {}",
        made.body
    );
}

#[tokio::test]
async fn a_document_is_whole_only_before_whoever_does_the_work() {
    let town = Town::found().await;
    let (case, at) = taken_up(&town, "协议.pdf", &pdf(&["zhaoming"])).await;
    marked(&town, &at, SECRET).await;
    for who in ["xie", "wai", "shou", "cao"] {
        for path in [at.clone(), format!("{at}/pages/1"), format!("{at}/given")] {
            let seen = town.get(who, &path).await;
            assert!(
                seen.status == 403 || seen.status == 404,
                "{who} {path}: {}",
                seen.status
            );
        }
        let seen = town.post(who, &at, &[("remove", "0")]).await;
        assert!(seen.status.is_client_error(), "{who}: {}", seen.status);
    }
    // Under the number of another case it is not there.
    let other = registered(&town, &[("request_key", "other")], NO_FILE).await;
    let work = at.rsplit('/').next().unwrap();
    assert_eq!(
        town.get("jing", &format!("{other}/redactions/{work}"))
            .await
            .status,
        404
    );
    assert!(
        !town.get("shou", &case).await.has("遮盖一份材料"),
        "nothing to press for who may not"
    );
}

#[tokio::test]
async fn what_cannot_be_read_whole_is_not_taken_up() {
    let town = Town::found().await;
    let case = registered(&town, &[], NO_FILE).await;
    let secret = [pdf(&["x"]), b"\n/Encrypt".to_vec()].concat();
    let cases: [(&str, &[u8], &str); 5] = [
        ("协议.pdf", b"%PDF-1.7 x", "不是PDF 文件"),
        ("协议.pdf", &secret, "设有密码或者权限限制"),
        ("名单.xlsx", b"PK\x03\x04xx", "无法读取"),
        ("照片.png", b"\x89PNG\r\n\x1a\n", "不能直接遮盖"),
        ("程序.exe", b"MZ", "类型不能上传"),
    ];
    for (name, bytes, words) in cases {
        let told = town
            .upload(
                "jing",
                &format!("{case}/redactions"),
                &[],
                ("original", name, bytes),
            )
            .await;
        assert!(told.status == 422 && told.has(words), "{name}: {}", told.body);
    }
    let none = town
        .upload("jing", &format!("{case}/redactions"), &[], NO_FILE)
        .await;
    assert!(
        none.status == 422 && none.has("还没有选择要遮盖的材料"),
        "{}",
        none.body
    );
    let foreign = [("paper", "9999")];
    let none = town
        .upload("jing", &format!("{case}/redactions"), &foreign, NO_FILE)
        .await;
    assert_eq!(none.status, 404, "{}", encode(&none.body));
}
