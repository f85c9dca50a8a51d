//! A county in which every kind of thing stands once, so that every page has something on it.

use kernel::Result;
use matters::publication::Content;
use matters::publication::import::{self, Source, from_page};
use matters::request::register::{self as registers, Entry};
use matters::request::{Channel, Kind};
use matters::service::{self, Filing};
use office::account;
use office::catalogue::Handling;
use office::docket::Order;
use office::file::Files;
use office::letter;
use office::paper::Sheet;
use office::redaction::{self, Marks};
use office::register::{self, Change, HandOver};

use serde_json::json;

use crate::request::{answered, named, sent};
use crate::service::{answer, complete, filing, permit};
use crate::town::{Take, Town};

/// A page of the old site with something to find fault with.
const OLD: &str = "<html><head><title>关于防汛值班的通知</title></head><body><h1>关于防汛值班的通知</h1>\
    <p>发布日期：2018-03-26</p><div class=content><p>汛期将至，请落实值班制度。</p><table><tr><td>单位</td><td>电话</td></tr>\
    <tr><td>水利站</td><td>0990-0000201</td></tr></table><p>二〇一八年四月二日</p></div></body></html>";

/// Rows and addresses.
pub struct Things {
    pub public: i64,
    pub withdrawing: i64,
    pub withdrawal: i64,
    pub take_down: i64,
    pub stone: String,
    /// Where a letter that bears a seal is asked after.
    pub letter: String,
    pub draft: i64,
    pub returned: i64,
    pub review: i64,
    pub reading: i64,
    pub reported: i64,
    pub item: i64,
    pub bureau: i64,
    pub writer: i64,
    pub request: i64,
    pub answered: i64,
    pub register: i64,
    /// A draft and a proposal.
    pub adjustments: [i64; 2],
    /// The same of powers.
    pub powers: [i64; 2],
    /// A PDF with an area marked, a text with words.
    pub redactions: [i64; 2],
    pub services: Served,
    pub account: i64,
    pub recovery: String,
}

/// Applications for service items.
pub struct Served {
    /// At the window, with something missing.
    pub received: i64,
    /// A joint approval on which departments are asked.
    pub joint: i64,
    /// Granted, and the publication of the grant.
    pub granted: i64,
    pub publication: i64,
}

/// A text with headings, a list and a table that is wider than a telephone.
fn content(town: &Town, title: &str) -> Content {
    let cells = |tag: &str| format!("<tr>{}</tr>", format!("<{tag}>首小时收费标准</{tag}>").repeat(8));
    Content {
        body: format!(
            "<h2>一、总则</h2><p>为规范城区停车收费，制定本办法。</p><ul><li>公开</li><li>公平</li></ul>\
             <h2>二、标准</h2><table>{}{}</table><p>晴川县人民政府办公室</p>",
            cells("th"),
            cells("td")
        ),
        ..town.content(title)
    }
}

async fn published(town: &Town, title: &str) -> i64 {
    let document = town
        .start("xie", "bureau", content(town, title))
        .await
        .expect("xie writes");
    let case = town
        .submit("xie", document, title)
        .await
        .expect("it is complete")
        .case_id;
    town.sign_all(case).await;
    document
}

/// Six applications for an item of their own, two of them accepted: enough for figures to be shown to everybody.
async fn applied(town: &Town) {
    crate::catalogue::in_force(town, vec![permit("s-1", Handling::Promised)]).await;
    for n in 0..6 {
        let case = town.received().await.case_id;
        if n < 2 {
            town.walk(
                case,
                vec![("chuang", answer("accept", "", json!({}), complete()))],
            )
            .await;
        }
    }
}

async fn revised(town: &Town, document: i64) {
    let base = town.revise("xie", document).await.expect("it is public");
    let mut content = content(town, "城区停车收费办法");
    content.body = content.body.replace("公平", "便民");
    content.change_note = "补充便民原则".into();
    town.save("xie", document, base, content)
        .await
        .expect("nobody else writes");
    let case = town
        .submit("xie", document, "second")
        .await
        .expect("it is complete")
        .case_id;
    town.sign_all(case).await;
}

impl Things {
    pub async fn make(town: &Town, files: &Files) -> Things {
        town.sealed("official").await;
        town.sealed("service").await;
        let public = published(town, "城区停车收费办法").await;
        revised(town, public).await;
        let withdrawing = published(town, "旧的停车收费办法").await;
        let take = town
            .remove("xie", withdrawing, Take::Back, "已被取代", "back")
            .await;
        let gone = published(town, "低保公示").await;
        let down = town
            .remove("xia", gone, Take::Down, "未隐去个人信息", "down")
            .await;
        let draft = town
            .start("xie", "bureau", content(town, "关于路灯改造的公告"))
            .await
            .expect("xie writes");
        let _ = town
            .save("xie", draft, 1, town.content("关于路灯改造的公告（稿）"))
            .await;
        let (returned, case) = town.submitted("关于清明祭扫的通告").await;
        town.decide("ke", case, "return-section")
            .await
            .expect("ke returns it");
        let (_, review) = town.submitted("关于冬季供暖的通知").await;
        let (reading, _) = batch(town, "旧网站 2018 年文件", false)
            .await
            .expect("dao imports");
        let (reported, item) = batch(town, "旧网站 2019 年文件", true)
            .await
            .expect("dao imports");
        among_people(town).await.expect("the register takes it");
        let (request, answered) = asked(town).await;
        let register = taken_over(town)
            .await
            .expect("ban takes last year's register over");
        applied(town).await;
        let (account, recovery) = with_account(town, [request, answered]).await;
        let services = served(town).await;
        Things {
            letter: asked_after(town, services.granted).await,
            public,
            withdrawing,
            withdrawal: take.expect("xie may ask").case_id,
            take_down: down.expect("xia may").case_id,
            stone: "/d/2026-00003".into(),
            draft,
            returned,
            review,
            reading,
            reported,
            item,
            bureau: town.org("bureau"),
            writer: town.person("xie"),
            request,
            answered,
            register,
            adjustments: adjusted(town).await.expect("shi proposes, mu accepts"),
            powers: listed(town).await.expect("shi proposes, mu accepts"),
            redactions: redacted(town, files, request).await.expect("ban marks"),
            services,
            account,
            recovery,
        }
    }
}

/// Where the result of this case is asked after.
async fn asked_after(town: &Town, case: i64) -> String {
    let mut conn = town.db.read().await.expect("a reader");
    let rows = letter::of_case(&mut conn, case).await.expect("letters");
    let result = rows.into_iter().find(|row| row.template == "service-result");
    let qr = result.and_then(|row| row.letter).and_then(|letter| letter.qr);
    qr.expect("a code").content
}

/// A request about which a third party is asked, and one that is answered; a wording of the office's own.
async fn asked(town: &Town) -> (i64, i64) {
    let request = town.handed_over("停车场特许经营协议").await.case_id;
    town.does("ban", request, "clear", "", json!({}))
        .await
        .expect("it is clear");
    let mut consult = sent("consult", "", json!({}));
    consult.parties = vec![named("晴川停车服务有限公司")];
    town.step("ban", request, consult).await.expect("they are asked");
    let done = town.handed_over("停车场收费标准").await.case_id;
    town.does("ban", done, "clear", "", json!({}))
        .await
        .expect("it is clear");
    answered(town, done, "granted", "见附件。").await;
    let (org, zhu) = (town.org("bureau"), town.person("zhu"));
    town.run(move |_, conn, now| {
        Box::pin(async move {
            letter::reword(conn, org, "request-correction", "请补正：{{ reason }}", zhu, now)
                .await
                .map(|_| ())
        })
    })
    .await
    .expect("zhu words it anew");
    (request, done)
}

/// One at the window, one among departments, one granted.
async fn served(town: &Town) -> Served {
    let items = vec![permit("s-1", Handling::Promised), permit("s-2", Handling::Joint)];
    crate::catalogue::in_force(town, items).await;
    let received = town.received().await.case_id;
    let joint = Filing {
        item_code: "s-2".into(),
        ..filing("", service::Channel::Counter)
    };
    let joint = town
        .applies("chuang", joint)
        .await
        .expect("it is received")
        .case_id;
    let accept = || ("chuang", answer("accept", "", json!({}), complete()));
    town.walk(joint, vec![accept(), ("shi", sent("send", "", json!({})))])
        .await;
    let granted = town.received().await.case_id;
    let proposal = json!({ "proposal": "grant", "opinion": "现场勘验符合条件。" });
    let steps = vec![
        accept(),
        ("shi", sent("propose", "", proposal)),
        ("shen", sent("grant", "", json!({}))),
    ];
    town.walk(granted, steps).await;
    let mut conn = town.db.read().await.expect("a reader");
    let linked = town
        .docket
        .linked(&mut conn, granted)
        .await
        .expect("it is linked");
    Served {
        received,
        joint,
        granted,
        publication: linked[0].id,
    }
}

/// An item in force; a draft of another and a proposal of a change.
async fn adjusted(town: &Town) -> Result<[i64; 2]> {
    let whole = crate::catalogue::item("a-1", "取水许可");
    let first = crate::catalogue::draft(town, vec![whole.clone()]).await?;
    let _ = crate::catalogue::proposed(town, first).await?;
    let _ = crate::catalogue::decided(town, first, "mu", "accept").await?;
    let mut quicker = whole;
    quicker.promised.days = Some(12);
    let waiting = crate::catalogue::draft(town, vec![quicker]).await?;
    let _ = crate::catalogue::proposed(town, waiting).await?;
    let draft = crate::catalogue::draft(town, vec![crate::catalogue::item("a-2", "采砂许可")]).await?;
    Ok([draft, waiting])
}

/// A power on the lists of two years, exercised through the item; a draft of another and a proposal of a change.
async fn listed(town: &Town) -> Result<[i64; 2]> {
    use crate::powers::{in_force, power, proposed};
    let mut whole = power("p-1", "取水许可");
    whole.items = vec!["a-1".into()];
    in_force(town, vec![whole.clone(), power("p-2", "采砂许可")], "2025-09-01").await;
    whole.office = "水资源股".into();
    in_force(town, vec![whole.clone(), power("p-3", "打井许可")], "2026-03-01").await;
    whole.supervision = "每半年抽查案卷，公开投诉电话".into();
    let begun = crate::catalogue::begun(town, "shi", vec![whole], vec!["p-2".into()]).await?;
    let _ = proposed(town, begun.id, "2026-03-01").await?;
    let draft = crate::catalogue::begun(town, "shi", vec![power("p-4", "河道采砂许可")], vec![]).await?;
    Ok([draft.id, begun.id])
}

/// Two documents of the request on which something is marked.
async fn redacted(town: &Town, files: &Files, case: i64) -> Result<[i64; 2]> {
    let notice = include_bytes!("../../../crates/redact/tests/fixtures/notice.pdf");
    let area = redact::Area {
        left: 80.0,
        top: 120.0,
        width: 90.0,
        height: 18.0,
    };
    let (page, ground) = (1, redact::Ground::Privacy);
    let areas = Marks::Areas(vec![redact::Mark { page, area, ground }]);
    let words = Marks::Words {
        marks: vec![redact::words::Mark {
            place: 1,
            from: 2,
            to: 4,
            ground,
        }],
        kept: Vec::new(),
    };
    let said = "乙方赵明，联系电话另行告知。".as_bytes();
    let pdf = marked(town, files, case, ("通知.pdf", "application/pdf", notice), areas).await?;
    let text = marked(
        town,
        files,
        case,
        ("说明.txt", "text/plain; charset=utf-8", said),
        words,
    )
    .await?;
    Ok([pdf, text])
}

async fn marked(
    town: &Town,
    files: &Files,
    case: i64,
    (name, media_type, bytes): (&str, &str, &[u8]),
    marks: Marks,
) -> Result<i64> {
    let sheet = Sheet {
        kind: "original".into(),
        name: name.into(),
        digest: files.papers().keep(bytes)?,
        media_type: media_type.into(),
        size_bytes: i64::try_from(bytes.len()).expect("it is small"),
        about: String::new(),
    };
    let ban = town.person("ban");
    town.run(move |_, conn, now| {
        Box::pin(async move {
            let id = redaction::begin(conn, case, &sheet, ban, now).await?;
            redaction::mark(conn, id, 1, &marks, ban, now).await?;
            Ok(id)
        })
    })
    .await
}

/// An applicant's account that holds these cases, and its recovery code.
async fn with_account(town: &Town, cases: [i64; 2]) -> (i64, String) {
    town.run(move |_, conn, now| {
        Box::pin(async move {
            let (id, recovery) = account::register(conn, "13800005678", "no hash", now).await?;
            for case in cases {
                account::add(conn, id, case, true, now).await?;
            }
            Ok((id, recovery))
        })
    })
    .await
    .expect("an account is opened")
}

/// Last year's register, read and not yet accepted.
async fn taken_over(town: &Town) -> Result<i64> {
    let entry = Entry {
        number: "旧1".into(),
        received_on: jiff::civil::date(2025, 3, 3),
        channel: Channel::Post,
        applicant_kind: Kind::Person,
        concluded_on: None,
        result: None,
        late: false,
        fee_yuan: None,
        paid_yuan: None,
    };
    let (actor, org) = (town.actor("ban"), town.org("bureau"));
    town.run(move |_, conn, now| {
        Box::pin(async move {
            let file = kernel::code::sha256_hex(b"register");
            registers::begin(
                conn,
                &actor,
                org,
                2025,
                ("旧登记簿.xlsx", &file),
                &[(2, entry)],
                now,
            )
            .await
        })
    })
    .await
}

/// A batch and one of its items, still open or reported.
async fn batch(town: &Town, label: &'static str, done: bool) -> Result<(i64, i64)> {
    let (actor, org, column) = (town.actor("dao"), town.org("bureau"), town.column);
    town.run(move |docket, conn, now| {
        Box::pin(async move {
            let id = import::begin(conn, &actor, org, column, label, now).await?;
            let today = kernel::time::civil_date(now);
            let source = |name: &str, text: &str| Source {
                name: name.into(),
                bytes: text.replace("2018", &label["旧网站 ".len()..][..4]).into_bytes(),
            };
            let pages = [
                source("tzgg/201803/t20180326_1187.htm", OLD),
                source("空.htm", "<html></html>"),
            ];
            let items = pages
                .iter()
                .map(|page| from_page(page, today))
                .collect::<Vec<_>>();
            import::read_into(conn, id, items).await?;
            let items = import::BatchView::items(conn, id, 0, 10).await?;
            if done {
                let _ = import::report(&docket, conn, &actor, id, Order::default(), now).await?;
            }
            Ok((id, items[0].id))
        })
    })
    .await
}

/// A colleague on leave, work offered, a change of name that waits to be confirmed.
async fn among_people(town: &Town) -> Result<()> {
    town.stand_in("bian", "xie").await;
    let offer = HandOver {
        from_person: town.person("xie"),
        to_person: town.person("bian"),
        org_id: town.org("bureau"),
    };
    let rename = Change::Rename {
        org_id: town.org("township"),
        name: "柳林街道办事处".into(),
        short_name: "柳林街道".into(),
    };
    let (xie, guan) = (town.actor("xie"), town.actor("guan"));
    town.run(move |docket, conn, now| {
        Box::pin(async move {
            register::hand_over(&docket, conn, &xie, offer, said("调任"), now).await?;
            let order = Order {
                documents: vec!["07".repeat(32)],
                ..Order::default()
            };
            register::propose(&docket, conn, &guan, rename, "晴编发〔2026〕1号", order, now)
                .await
                .map(|_| ())
        })
    })
    .await
}

fn said(reason: &str) -> Order {
    Order {
        reason: Some(reason.to_owned()),
        ..Order::default()
    }
}
