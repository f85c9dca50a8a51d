//! The pages as people meet them.

use jiff::civil::date;
use matters::request::register::{self, Entry};
use matters::request::{self, Application, Channel, Filing, Kind, Sent};
use office::docket::Order;
use office::organisation::Actor;
use serde_json::{Map, json};
use sheet::{Limits, XLSX};

use crate::workbench::tests::town::Town;

const IMPORT: &str = "/desk/requests/register/import";

fn application() -> Application {
    Application {
        kind: Kind::Person,
        name: "陈晓月".into(),
        identity_kind: "id_card".into(),
        identity_number: "11010519491231002X".into(),
        phone: "13800005678".into(),
        address: "晴川县清河路9号".into(),
        info_name: "=停车场特许经营协议".into(),
        form_wanted: "paper".into(),
        delivery_way: "post".into(),
        ..Application::default()
    }
}

/// A request to the county, handed over at the counter; its case.
async fn handed_over(town: &Town) -> i64 {
    town.later(1);
    let (docket, now, org_id) = (town.app.docket.clone(), town.clock.now(), town.county);
    let (actor, key) = (Actor::person(town.people["jing"]), crate::form::request_key());
    let filing = Filing {
        org_id,
        channel: Channel::Counter,
        application: application(),
        sheets: vec![],
        received_on: None,
        request_key: key,
    };
    let filed = town
        .app
        .db
        .act(move |conn| Box::pin(async move { request::file(&docket, conn, &actor, filing, now).await }));
    filed.await.unwrap().case_id
}

async fn step(town: &Town, who: &str, case_id: i64, act: &str, data: serde_json::Value) {
    town.later(1);
    let (docket, now) = (town.app.docket.clone(), town.clock.now());
    let actor = if who.is_empty() {
        Actor::applicant()
    } else {
        Actor::person(town.people[who])
    };
    let data: Map<String, serde_json::Value> = data.as_object().unwrap().clone();
    let order = Order {
        data,
        reason: Some("见附件。".into()),
        ..Order::default()
    };
    let sent = Sent {
        act: act.to_owned(),
        order,
        ..Sent::default()
    };
    let done = town.app.db.act(move |conn| {
        Box::pin(async move { request::act(&docket, conn, &actor, case_id, sent, now).await })
    });
    let _ = done.await.unwrap_or_else(|error| panic!("{act}: {error}"));
}

async fn answered(town: &Town) -> i64 {
    let case = handed_over(town).await;
    for (who, act, data) in [
        ("jing", "clear", json!({})),
        ("jing", "propose-reply", json!({ "reply_type": "granted" })),
        ("qian", "sign", json!({})),
        ("jing", "dispatch", json!({ "delivery_way": "post" })),
    ] {
        step(town, who, case, act, data).await;
    }
    case
}

fn entry(number: &str, concluded: bool) -> Entry {
    Entry {
        number: number.into(),
        received_on: date(2025, 12, 1),
        channel: Channel::Post,
        applicant_kind: Kind::Business,
        concluded_on: concluded.then(|| date(2025, 12, 20)),
        result: concluded.then(|| "petition".to_owned()),
        late: false,
        fee_yuan: None,
        paid_yuan: None,
    }
}

/// A register of last year as somebody would fill it in.
fn workbook(entries: &[Entry]) -> Vec<u8> {
    let batch = register::Batch {
        id: 0,
        org_id: 0,
        case_id: None,
        year: 2025,
        file_name: String::new(),
        file_digest: String::new(),
        rows_digest: String::new(),
        made_by: 0,
        made_at: jiff::Timestamp::UNIX_EPOCH,
        standing: String::new(),
        rows: 0,
        counted: 0,
    };
    let rows: Vec<(u32, Entry)> = (2..).zip(entries.iter().cloned()).collect();
    sheet::xlsx(&register::export(&batch, &rows), date(2026, 1, 1), 0).unwrap()
}

#[tokio::test]
async fn figures_open_their_cases_and_can_be_taken_away() {
    let town = Town::found().await;
    answered(&town).await;
    handed_over(&town).await;
    let page = town.get("jian", "/desk/requests/figures?year=2026").await;
    assert_eq!(page.status, 200, "{}", page.body);
    for words in [
        "一、本年新收政府信息公开申请数量",
        "各列勾稽一致",
        "（三）不予公开",
        "结果维持",
        "按时办结",
    ] {
        assert!(page.has(words), "{words}");
    }
    let cell = format!(
        "/desk/requests/figures/cases?year=2026&org={}&cell=new&column=person",
        town.county
    );
    assert!(
        page.has(&cell.replace('&', "&amp;")) || page.has(&cell.replace('&', "&#38;")),
        "{}",
        page.body
    );
    let cases = town.get("jian", &cell).await;
    assert!(cases.has("2 件") && cases.has("公开2026-00001") && cases.has("公开2026-00002"));
    let csv = town
        .get("jian", "/desk/requests/figures/three.csv?year=2026")
        .await;
    assert!(csv.body.starts_with('\u{FEFF}') && csv.has("三、本年度办理结果 （一）予以公开,1,0,0,0,0,0,1"));
    let json = town
        .get("jian", "/desk/requests/figures/three.json?year=2026")
        .await;
    assert!(
        serde_json::from_str::<serde_json::Value>(&json.body).unwrap()["rows"]
            .as_array()
            .unwrap()
            .len()
            == 25
    );
    let book = town
        .get("jian", "/desk/requests/figures/four.xlsx?year=2026")
        .await;
    assert_eq!(book.headers["content-type"], XLSX);
    for (who, path) in [
        ("xie", "/desk/requests/figures"),
        ("jian", "/desk/requests/figures/cases?cell=x&column=all"),
        ("jian", "/desk/requests/figures/five.csv"),
    ] {
        assert!(
            [403, 404].contains(&town.get(who, path).await.status.as_u16()),
            "{who} {path}"
        );
    }
}

#[tokio::test]
async fn a_register_names_people_only_for_those_who_handle_their_requests() {
    let town = Town::found().await;
    handed_over(&town).await;
    let plain = town.get("jian", "/desk/requests/register.csv?year=2026").await;
    assert!(
        plain.has("公开2026-00001") && !plain.has("陈晓月") && !plain.has("停车场"),
        "{}",
        plain.body
    );
    let named = town
        .get("jing", "/desk/requests/register.csv?year=2026&personal=yes")
        .await;
    assert!(
        named.has("陈晓月") && named.has("'=停车场特许经营协议") && !named.has(",=停车场"),
        "no formula: {}",
        named.body
    );
    for who in ["jian", "zu", "shou", "xie", "cao"] {
        let refused = town
            .get(
                who,
                &format!("/desk/requests/register.csv?personal=yes&org={}", town.county),
            )
            .await;
        assert_eq!(refused.status, 403, "{who}");
    }
}

#[tokio::test]
async fn a_workbook_is_read_on_trial_and_every_wrong_cell_is_told_at_once() {
    let town = Town::found().await;
    let org = town.county.to_string();
    let fields = [("org", org.as_str()), ("year", "2025")];
    let mut bad = entry("旧2", true);
    bad.result = Some("什么都不是".into());
    bad.concluded_on = Some(date(2027, 1, 1));
    let bytes = workbook(&[entry("旧1", true), bad]);
    let told = town
        .upload("jing", IMPORT, &fields, ("file", "旧.xlsx", &bytes))
        .await;
    assert_eq!(told.status, 422);
    for words in [
        "错误：",
        "登记簿 <span class=\"num\">E3</span>",
        "第 3 行，F 列",
        "晚于今天",
        "可以填：",
        "一处都没有导入",
    ] {
        assert!(told.has(words), "{words}: {}", told.body);
    }
    let none = town
        .upload("jing", IMPORT, &fields, ("file", "图.xlsx", b"\x89PNG"))
        .await;
    assert!(none.status == 422 && none.has("这不是 XLSX 工作簿"));
    let others = town
        .upload("xie", IMPORT, &fields, ("file", "旧.xlsx", &bytes))
        .await;
    assert_eq!(others.status, 403);
}

#[tokio::test]
async fn a_register_goes_from_a_workbook_into_the_figures_by_four_eyes_and_comes_out_again() {
    let town = Town::found().await;
    let org = town.county.to_string();
    let fields = [("org", org.as_str()), ("year", "2025")];
    let bytes = workbook(&[entry("旧1", true), entry("旧2", false)]);
    let read = town
        .upload("jing", IMPORT, &fields, ("file", "旧.xlsx", &bytes))
        .await;
    assert_eq!(read.status, 303, "{}", read.body);
    let at = read.leads_to().to_owned();
    let again = town
        .upload("jing", IMPORT, &fields, ("file", "又.xlsx", &bytes))
        .await;
    assert_eq!(again.leads_to(), at, "the same file is the same batch");
    let proposed = town
        .post(
            "jing",
            &format!("{at}/acts"),
            &[("act", "propose"), ("request_key", "p")],
        )
        .await;
    assert_eq!(proposed.status, 303, "{}", proposed.body);
    let page = town.get("qian", &at).await;
    assert!(
        page.has("接收，计入统计") && page.has("已与原登记簿核对"),
        "{}",
        page.body
    );
    assert!(!town.get("jing", &at).await.has("name=\"act\" value=\"accept\""));
    let unchecked = town
        .post(
            "qian",
            &format!("{at}/acts"),
            &[("act", "accept"), ("request_key", "a")],
        )
        .await;
    assert_eq!(unchecked.status, 422);
    let accept = [("act", "accept"), ("sample_checked", "yes"), ("request_key", "a")];
    assert_eq!(
        town.post("qian", &format!("{at}/acts"), &accept).await.status,
        303
    );
    let cases = town
        .get(
            "jian",
            "/desk/requests/figures/cases?year=2026&cell=carried&column=business",
        )
        .await;
    assert!(
        cases.has("旧2") && cases.has(&at) && cases.has("导入"),
        "{}",
        cases.body
    );
    let out = town.get("jing", &format!("{at}/rows.csv")).await;
    assert!(
        out.has("旧1,2025-12-01,签收邮寄,商业企业,2025-12-20,不予处理：信访举报投诉类申请,否,,"),
        "{}",
        out.body
    );
    let template = town.get("jing", &format!("{IMPORT}/template.xlsx")).await;
    assert_eq!(template.headers["content-type"], XLSX);
}

#[test]
fn the_template_opens() {
    let bytes = register::template(2025, date(2026, 1, 1)).unwrap();
    let pages = sheet::read(&bytes, &Limits::default()).unwrap();
    assert_eq!(
        pages.iter().map(|page| page.name.as_str()).collect::<Vec<_>>(),
        ["登记簿", "说明", "选项"]
    );
}

#[tokio::test]
async fn words_are_tried_saved_compared_and_put_back() {
    let town = Town::found().await;
    let at = "/desk/requests/wordings/request-receipt";
    let org = town.county.to_string();
    let page = town.get("qian", at).await;
    assert!(
        page.status == 200 && page.has("name=\"body\"") && page.has("申请编号"),
        "{}",
        page.body
    );
    assert!(!town.get("jing", at).await.has("name=\"body\""), "others read");
    let typed = |body: &'static str, version: &'static str, action: &'static str| {
        [
            ("org", org.clone()),
            ("body", body.to_owned()),
            ("version", version.to_owned()),
            ("action", action.to_owned()),
        ]
    };
    let send = async |who: &str, typed: [(&str, String); 4]| {
        let fields: Vec<(&str, &str)> = typed
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        town.post(who, at, &fields).await
    };
    let tried = send("qian", typed("已收到{{ applicant }}的申请。", "0", "preview")).await;
    assert!(tried.status == 200 && tried.has("已收到陈晓月的申请。") && !tried.has("本单位第 1 版"));
    let wrong = send("qian", typed("{{ nobody }}", "0", "save")).await;
    assert!(
        wrong.status == 422 && wrong.has("nobody") && wrong.has("body-error"),
        "{}",
        wrong.body
    );
    assert_eq!(send("jing", typed("改。", "0", "save")).await.status, 403);
    assert_eq!(
        send("qian", typed("已收到{{ applicant }}的申请。", "0", "save"))
            .await
            .status,
        303
    );
    let overtaken = send("qian", typed("另一种说法。", "0", "save")).await;
    assert!(
        overtaken.status == 422 && overtaken.has("另一种说法。"),
        "nothing typed is lost"
    );
    let version = town.get("jing", &format!("{at}/versions/1")).await;
    assert!(
        version.status == 200 && version.has("<del>") && version.has("正在使用"),
        "{}",
        version.body
    );
    let fields = [("org", org.as_str()), ("version", "1")];
    assert_eq!(
        town.post("qian", &format!("{at}/restore"), &fields).await.status,
        303
    );
    assert!(town.get("qian", at).await.has("本单位第 2 版"));
}

#[tokio::test]
async fn only_what_is_due_or_was_asked_for_can_be_erased_and_only_knowingly() {
    let mut town = Town::found().await;
    let case = answered(&town).await;
    step(&town, "jing", case, "archive", json!({ "retention": "years_10" })).await;
    let org = town.county.to_string();
    let mut conn = town.app.db.read().await.unwrap();
    let id = request::request_of_case(&mut conn, case)
        .await
        .unwrap()
        .id
        .to_string();
    drop(conn);
    let at = "/desk/requests/erasure";
    assert!(town.get("zu", at).await.has("没有保管期满的申请"));
    assert_eq!(town.get("jing", at).await.status, 403);
    let sent = |number: &'static str| {
        [
            ("org", org.clone()),
            ("requests", id.clone()),
            ("ground", "个人信息保护法第四十七条".to_owned()),
            ("sure", "yes".to_owned()),
            ("number", number.to_owned()),
        ]
    };
    let early = sent("");
    let early: Vec<(&str, &str)> = early
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let refused = town.post("zu", at, &early).await;
    assert!(
        refused.status == 422 && refused.has("保管期限未满"),
        "{}",
        refused.body
    );
    let bare = town
        .post(
            "zu",
            at,
            &[
                ("org", org.as_str()),
                ("number", "公开2026-00001"),
                ("requests", id.as_str()),
            ],
        )
        .await;
    assert!(
        bare.status == 422 && bare.has("还没有写明依据") && bare.has("还没有确认"),
        "{}",
        bare.body
    );
    town.days(3_700).await;
    assert!(
        town.get("zu", at).await.has("公开2026-00001"),
        "ten years later it is due"
    );
    let done = town.post("zu", at, &early).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let mut conn = town.app.db.read().await.unwrap();
    assert!(
        request::request_of_case(&mut conn, case)
            .await
            .unwrap()
            .application
            .is_none()
    );
}
