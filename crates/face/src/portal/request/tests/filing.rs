//! From the first page to the receipt.

use super::browser::{Browser, hidden, receipt, to};
use super::{WANTED, WHO, case_of, count};
use crate::portal::tests::town::Town;
use matters::publication::{Content, Meta};

const PDF: &[u8] = b"%PDF-1.7 proof";

#[tokio::test]
async fn the_whole_form_becomes_one_request_with_a_receipt() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    let first = anna.get("/apply").await;
    for text in ["不用说明用途", "20 个工作日", "晴川县人民政府", "<h1>"] {
        assert!(first.has(text), "{text}");
    }
    anna.fill(&town, &[("身份证.pdf", PDF)]).await;
    let check = anna.get("/apply/check").await;
    for text in [
        "陈晓月",
        "11010519491231002X",
        "身份证.pdf",
        "/apply/who?back=check#name",
        "双方确认的第二天起",
    ] {
        assert!(check.has(text), "{text}");
    }
    assert_eq!(check.header("cache-control"), "private, no-store");
    let sent = anna.post("/apply/check", &[]).await;
    assert_eq!(to(&sent), "/apply/done");
    town.settle().await;
    let done = anna.get("/apply/done").await;
    let (number, code) = receipt(&done);
    assert!(number.starts_with("公开2026-") && code.len() == 10);
    for text in ["双方确认", "/track/case/proof", "/track/case\""] {
        assert!(done.has(text), "{text} in {}", done.body);
    }
    // The papers are among the files now, and nowhere else.
    let digest = kernel::code::sha256_hex(PDF);
    assert!(town.app.files.papers().read(&digest).is_ok());
    assert_eq!(
        std::fs::read_dir(town.folder().join("files/anteroom"))
            .unwrap()
            .count(),
        0
    );
    let proof = anna.get("/track/case/proof").await;
    assert!(
        proof.status == 200 && proof.body.contains("c2sp.org/tlog-proof"),
        "{}",
        proof.body
    );
    let pdf = done
        .body
        .split("href=\"/track/case/letters/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let pdf = anna.get(&format!("/track/case/letters/{pdf}")).await;
    assert_eq!(
        (pdf.status.as_u16(), pdf.header("content-type")),
        (200, "application/pdf")
    );
    assert!(pdf.body.starts_with("%PDF"));
    let case_id = case_of(&town, &number).await;
    assert_eq!(
        town.app
            .docket
            .file(&mut town.app.db.read().await.unwrap(), case_id)
            .await
            .unwrap()
            .query_code,
        code
    );
}

#[tokio::test]
async fn pressing_twice_and_going_back_give_the_same_receipt() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    anna.fill(&town, &[]).await;
    let mut twin = Browser::at(&house, "10.0.0.1");
    twin.cookies = anna.cookies.clone();
    let (one, other) = tokio::join!(anna.post("/apply/check", &[]), twin.post("/apply/check", &[]));
    assert_eq!((to(&one), to(&other)), ("/apply/done", "/apply/done"));
    let numbers = receipt(&anna.get("/apply/done").await);
    assert_eq!(receipt(&twin.get("/apply/done").await), numbers);
    for back in ["/apply/check", "/apply/who", "/apply/wanted"] {
        assert_eq!(to(&anna.get(back).await), "/apply/done", "{back}");
    }
    assert_eq!(to(&anna.post("/apply/check", &[]).await), "/apply/done");
    assert_eq!(receipt(&anna.get("/apply/done").await), numbers);
    assert_eq!(count(&town, "request").await, 1);
    // A new form is a new request.
    let (number, _) = anna.file(&town).await;
    assert_ne!(number, numbers.0);
}

/// (page, what is sent, the fields that are named), each with the same words above and at the field.
#[tokio::test]
async fn every_wrong_field_is_told_twice_in_the_same_words_and_nothing_is_lost() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    let nothing = anna.post("/apply", &[]).await;
    assert!(nothing.status == 422 && nothing.has("<title>错误：") && nothing.has("href=\"#org\""));
    anna.begin(&town).await;
    let rows: [(&str, &[(&str, &str)], &[&str]); 7] = [
        (
            "/apply/wanted",
            &[("info_features", "  ")],
            &["info_name", "form_wanted"],
        ),
        (
            "/apply/wanted",
            &[("info_name", "甲"), ("form_wanted", "x")],
            &["form_wanted"],
        ),
        (
            "/apply/who",
            &[],
            &[
                "name",
                "identity_kind",
                "identity_number",
                "delivery_way",
                "phone",
            ],
        ),
        (
            "/apply/who",
            &[("kind", "business"), ("name", "甲公司")],
            &["contact_person", "identity_kind"],
        ),
        (
            "/apply/who",
            &[
                ("identity_kind", "id_card"),
                ("identity_number", "110105194912310021"),
            ],
            &["identity_number"],
        ),
        (
            "/apply/who",
            &[("phone", "12"), ("email", "x"), ("postcode", "1")],
            &["phone", "email", "postcode"],
        ),
        (
            "/apply/who",
            &[("delivery_way", "post"), ("name", "<b>甲</b>")],
            &["address"],
        ),
    ];
    for (page, fields, wrong) in rows {
        let seen = match page {
            "/apply/who" => anna.upload(page, fields, &[]).await,
            _ => anna.post(page, fields).await,
        };
        assert_eq!(seen.status, 422, "{fields:?}");
        assert!(seen.has("<title>错误：") && seen.has("role=\"alert\" tabindex=\"-1\" autofocus"));
        for field in wrong {
            let above = seen
                .body
                .split(&format!("<a href=\"#{field}\">"))
                .nth(1)
                .unwrap_or_else(|| panic!("{field}"));
            let words = above.split('<').next().unwrap();
            assert!(seen.has(&format!("错误：</span>{words}</p>")), "{field}: {words}");
            assert!(seen.has(&format!("id=\"{field}\"")));
        }
        for (_, typed) in fields.iter().filter(|(_, typed)| typed.starts_with(['甲', '1'])) {
            assert!(seen.has(typed), "{typed} is lost");
        }
        assert!(!seen.has("<b>甲"));
    }
    // What is missing is said before anybody presses, and sending changes nothing.
    let check = anna.get("/apply/check").await;
    assert!(check.has("<title>错误：") && check.has("id=\"identity_kind\" class=\"wrong\""));
    assert_eq!(anna.post("/apply/check", &[]).await.status, 422);
    assert_eq!(count(&town, "request").await, 0);
}

#[tokio::test]
async fn in_elder_mode_one_thing_is_asked_a_page() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    anna.cookies.insert("sundial_look".into(), "elder".into());
    anna.begin(&town).await;
    let page = anna.get("/apply/wanted").await;
    assert!(page.has("id=\"info_name\"") && !page.has("id=\"form_wanted\""));
    let words: Vec<_> = [("part", "1")].into_iter().chain(WANTED).collect();
    assert_eq!(
        to(&anna.post("/apply/wanted", &words).await),
        "/apply/wanted?part=2"
    );
    assert_eq!(
        to(&anna
            .post("/apply/wanted", &[("part", "2"), ("form_wanted", "paper")])
            .await),
        "/apply/who"
    );
    for (part, next) in [
        ("1", "/apply/who?part=2"),
        ("2", "/apply/who?part=3"),
        ("3", "/apply/who?part=4"),
        ("4", "/apply/check"),
    ] {
        let page = anna.get(&format!("/apply/who?part={part}")).await;
        assert_eq!(page.has("id=\"phone\""), part == "4");
        assert_eq!(page.has("id=\"identity_number\""), part == "2");
        let sent: Vec<_> = [("part", part)].into_iter().chain(WHO).collect();
        assert_eq!(to(&anna.upload("/apply/who", &sent, &[]).await), next);
    }
    let check = anna.get("/apply/check").await;
    assert!(
        check.has("/apply/who?part=2&#38;back=check#identity_number")
            || check.has("/apply/who?part=2&amp;back=check#identity_number"),
        "{}",
        check.body
    );
    assert!(!check.has("<title>错误"));
}

#[tokio::test]
async fn what_is_public_already_is_shown_first_and_counted_once() {
    let town = Town::found().await;
    let content = Content {
        title: "晴川县高龄津贴发放办法实施细则".into(),
        body: "<p>八十岁以上老年人每月发放高龄津贴。</p>".into(),
        column_id: town.rows.notices,
        meta: Meta {
            genre: "notice".into(),
            ..Meta::default()
        },
        ..Content::default()
    };
    town.publish("2026-00001", content).await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    anna.begin(&town).await;
    for _ in 0..2 {
        assert_eq!(to(&anna.post("/apply/wanted", &WANTED).await), "/apply/found");
    }
    let found = anna.get("/apply/found").await;
    assert!(found.has("/d/2026-00001") && found.has("这就是我要的") && found.has("都不是，继续申请"));
    assert_eq!(deflected(&town).await, (1, 0));
    assert_eq!(
        to(&anna
            .post("/apply/found", &[("href", "https://evil.example/")])
            .await),
        "/apply/who"
    );
    assert_eq!(to(&anna.post("/apply/found", &[]).await), "/apply/who");
    assert_eq!(
        to(&anna.post("/apply/found", &[("href", "/d/2026-00001")]).await),
        "/d/2026-00001"
    );
    assert_eq!(deflected(&town).await, (1, 1));
    assert_eq!(count(&town, "filing").await, 0);
    assert_eq!(to(&anna.get("/apply/who").await), "/apply");
}

async fn deflected(town: &Town) -> (i64, i64) {
    let mut conn = town.app.db.read().await.unwrap();
    matters::request::filing::deflected(&mut conn, "/1/", 2026)
        .await
        .unwrap()
}

#[tokio::test]
async fn six_figures_let_a_helper_go_on_and_nobody_else() {
    let town = Town::found().await;
    let house = town.routes();
    let (mut anna, mut ben) = (Browser::at(&house, "10.0.0.1"), Browser::at(&house, "10.0.0.2"));
    anna.begin(&town).await;
    assert_eq!(to(&anna.post("/apply/wanted", &WANTED).await), "/apply/who");
    let lent = anna.post("/apply/relay", &[]).await;
    let figures = lent
        .body
        .split("id=\"figures\">")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(figures.len(), 7, "{figures}");
    let wrong = ben.post("/apply/relay/open", &[("figures", "12345")]).await;
    assert!(wrong.status == 422 && wrong.has("六位数字"));
    assert_eq!(
        to(&ben.post("/apply/relay/open", &[("figures", &figures)]).await),
        "/apply/who"
    );
    assert!(ben.get("/apply/wanted").await.has("高龄津贴发放办法实施细则"));
    // The lender's is over; the figures are good once.
    assert_eq!(anna.get("/apply/wanted").await.status, 410);
    assert_eq!(
        Browser::at(&house, "10.0.0.3")
            .post("/apply/relay/open", &[("figures", &figures)])
            .await
            .status,
        422
    );
    assert_eq!(to(&ben.upload("/apply/who", &WHO, &[]).await), "/apply/check");
    assert_eq!(to(&ben.post("/apply/check", &[]).await), "/apply/done");
}

#[tokio::test]
async fn figures_end_after_half_an_hour_and_cannot_be_tried_out() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    anna.begin(&town).await;
    let lent = anna.post("/apply/relay", &[]).await;
    let figures = lent
        .body
        .split("id=\"figures\">")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    town.at("2026-11-19T09:31:00+08:00");
    let mut ben = Browser::at(&house, "10.0.0.2");
    assert_eq!(
        ben.post("/apply/relay/open", &[("figures", &figures)])
            .await
            .status,
        422
    );
    for n in 1..5 {
        assert_eq!(
            ben.post("/apply/relay/open", &[("figures", "000000")])
                .await
                .status,
            422,
            "{n}"
        );
    }
    let closed = ben.post("/apply/relay/open", &[("figures", "000000")]).await;
    assert!(closed.status == 429 && closed.has("09:42"), "{}", closed.body);
    // Sixty from everybody, then everybody waits.
    for n in 0..55 {
        let mut other = Browser::at(&house, &format!("10.1.0.{n}"));
        assert_eq!(
            other
                .post("/apply/relay/open", &[("figures", "000000")])
                .await
                .status,
            422,
            "{n}"
        );
    }
    let mut other = Browser::at(&house, "10.1.1.1");
    assert_eq!(
        other
            .post("/apply/relay/open", &[("figures", "000000")])
            .await
            .status,
        429
    );
    town.at("2026-11-19T09:42:00+08:00");
    assert_eq!(
        other
            .post("/apply/relay/open", &[("figures", "000000")])
            .await
            .status,
        422
    );
}

#[tokio::test]
async fn whoever_gives_up_leaves_nothing_behind() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    anna.fill(&town, &[("身份证.pdf", PDF)]).await;
    assert_eq!(
        std::fs::read_dir(town.folder().join("files/anteroom"))
            .unwrap()
            .count(),
        1
    );
    assert!(anna.get("/apply").await.has("接着填"));
    assert_eq!(to(&anna.post("/apply/forget", &[]).await), "/apply");
    assert_eq!(count(&town, "filing").await, 0);
    assert_eq!(
        std::fs::read_dir(town.folder().join("files/anteroom"))
            .unwrap()
            .count(),
        0
    );
    assert!(!anna.cookies.contains_key("sundial_filing"));
}

#[tokio::test]
async fn thirty_requests_an_address_in_ten_minutes_and_the_form_stays() {
    let town = Town::found().await;
    let house = town.routes();
    set_limit(&town).await;
    for _ in 0..2 {
        Browser::at(&house, "10.0.0.1").file(&town).await;
    }
    let mut third = Browser::at(&house, "10.0.0.1");
    third.fill(&town, &[]).await;
    let closed = third.post("/apply/check", &[]).await;
    assert!(
        closed.status == 429 && closed.has("填写的内容都在") && closed.has("陈晓月"),
        "{}",
        closed.body
    );
    Browser::at(&house, "10.0.0.9").file(&town).await;
    town.at("2026-11-19T09:30:00+08:00");
    assert_eq!(to(&third.post("/apply/check", &[]).await), "/apply/done");
}

async fn set_limit(town: &Town) {
    let set = r#"{"file":{"tries":2,"minutes":10}}"#;
    let done = town
        .app
        .db
        .act(move |conn| Box::pin(kernel::db::set_setting(conn, "request-limits", set)));
    done.await.unwrap();
}

#[tokio::test]
async fn pages_need_no_script_and_no_purpose_is_asked() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    anna.fill(&town, &[]).await;
    for path in [
        "/apply",
        "/apply/wanted",
        "/apply/who",
        "/apply/check",
        "/apply/relay",
        "/apply/relay/open",
        "/track",
    ] {
        let page = anna.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert_eq!(page.body.matches("<script").count(), 1, "{path}");
        for never in ["style=\"", " onclick", "name=\"purpose\"", "javascript:"] {
            assert!(!page.has(never), "{never} on {path}");
        }
        assert_eq!(page.header("cache-control"), "private, no-store", "{path}");
        assert_eq!(page.header("referrer-policy"), "same-origin");
        assert_eq!(hidden(&page, "csrf").len(), 128);
    }
}
