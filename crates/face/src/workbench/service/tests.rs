//! The case desk of 办件 as its people meet it.

mod answers;
mod joint;
mod life;
mod sides;

use kernel::args;
use matters::service::{self, Agent, AgentKind, Application, Channel, Filing};
use office::catalogue::{Handling, Item, Material, Term};
use office::organisation::Actor;
use office::paper::Sheet;

use crate::workbench::catalogue::tests::{in_force, item};
use crate::workbench::requests::tests::{Fields, hidden};
use crate::workbench::tests::town::{Seen, Town};

pub use crate::workbench::requests::tests::{NO_FILE, PDF, forms, send, step, step_n, step_with};

/// A permit with three materials: one firm, one that may follow, one that is welcome.
pub fn permit(code: &str, handling: Handling, partners: &[&str]) -> Item {
    let material = |name: &str, needed, may_follow| Material {
        name: name.into(),
        copies: 1,
        needed,
        may_follow,
        ..Material::default()
    };
    let whole = item(code, "取水许可");
    let at_once = handling == Handling::Immediate;
    Item {
        handling,
        promised: Term {
            days: whole.promised.days.map(|days| if at_once { 0 } else { days }),
            ..whole.promised
        },
        questions: Vec::new(),
        form: Vec::new(),
        result_name: "取水许可证".into(),
        partners: partners.iter().map(|code| (*code).to_owned()).collect(),
        materials: vec![
            material("取水许可申请书", true, false),
            material("水资源论证报告", true, true),
            material("取水口照片", false, false),
        ],
        ..whole
    }
}

/// The town with this item in force.
pub async fn serving(handling: Handling, partners: &[&str]) -> Town {
    let town = Town::found().await;
    for partner in partners {
        founded(&town, partner).await;
    }
    in_force(&town, &[permit("s-1", handling, partners)]).await;
    town
}

/// An organisation below the county, where it is not there yet.
async fn founded(town: &Town, code: &str) {
    let (code, county) = (code.to_owned(), town.county);
    let made = town.app.db.act(move |conn| {
        Box::pin(async move {
            conn.run(
                "INSERT INTO organisation (code, name, short_name, kind, parent_id, path, position)
                 SELECT $1, '晴川县' || $1, $1, 'department', $2, $2 || '/x/', 1
                 WHERE NOT EXISTS (SELECT 1 FROM organisation WHERE code = $1)",
                args![code, county],
            )
            .await?;
            conn.run(
                "UPDATE organisation SET path = CAST($1 AS TEXT) || '/' || CAST(id AS TEXT) || '/' WHERE path LIKE '%/x/'",
                args![county],
            )
            .await
        })
    });
    made.await.unwrap();
}

/// Gives somebody one more post.
pub async fn seat(town: &Town, who: &str, organisation: &str, role: &str) {
    let (person, organisation, role) = (town.people[who], organisation.to_owned(), role.to_owned());
    let made = town.app.db.act(move |conn| {
        Box::pin(async move {
            conn.run(
                "INSERT INTO post (person_id, org_id, role, title, subtree, from_on)
                 SELECT $1, id, $2, $2, FALSE, '2026-01-01' FROM organisation WHERE code = $3",
                args![person, role, organisation],
            )
            .await
        })
    });
    made.await.unwrap();
}

/// What somebody applies with, complete; a neighbour hands it in.
fn applying() -> Application {
    let said = [
        ("f.applicant_kind", "个人"),
        ("f.applicant_name", "陈晓月"),
        ("f.applicant_paper", "居民身份证"),
        ("f.applicant_id", "11010519491231002X"),
        ("f.contact_phone", "13800005678"),
    ];
    let said = said.map(|(name, text)| (name.to_owned(), text.to_owned()));
    Application {
        answers: office::form::read(&office::form::common(true, true), &said, &[]).answers,
        delivery_way: "counter".into(),
        agent: Some(Agent {
            kind: AgentKind::Helper,
            name: "王秀兰".into(),
            phone: "13900000002".into(),
            consent: true,
            ..Agent::default()
        }),
        ..Application::default()
    }
}

fn sheet(town: &Town, kind: &str, name: &str, about: &str) -> Sheet {
    Sheet {
        kind: kind.into(),
        name: name.into(),
        digest: town.app.files.papers().keep(name.as_bytes()).unwrap(),
        media_type: "application/pdf".into(),
        size_bytes: 10,
        about: about.into(),
    }
}

/// An application that chuang received at the window, with these materials; its case's address.
pub async fn received(town: &Town, key: &str, materials: &[&str]) -> String {
    let mut sheets = vec![sheet(town, "identity", "身份证.pdf", "")];
    sheets.extend(
        materials
            .iter()
            .map(|name| sheet(town, "material", &format!("{name}.pdf"), name)),
    );
    let filing = Filing {
        item_code: "s-1".into(),
        org_id: None,
        channel: Channel::Counter,
        application: applying(),
        sheets,
        declined: false,
        received_on: None,
        request_key: key.into(),
    };
    let (docket, actor, now) = (
        town.app.docket.clone(),
        Actor::person(town.people["chuang"]),
        town.clock.now(),
    );
    let done = town
        .app
        .db
        .act(move |conn| Box::pin(async move { service::file(&docket, conn, &actor, filing, now).await }));
    format!("/desk/services/{}", done.await.unwrap().case_id)
}

/// Both needed materials.
pub const BOTH: [&str; 2] = ["取水许可申请书", "水资源论证报告"];
/// They are in order, and the welcome one as well.
pub const ALL_OK: [(&str, &str); 3] = [("ok", ""), ("ok", ""), ("ok", "")];

/// The form of the answers as the page has it, with an answer, what was found, and the answer's own fields.
pub fn answering(page: &Seen, act: &str, found: &[(&str, &str)], more: &[(&str, &str)]) -> Fields {
    let form = page.body.split("class=\"answers\"").nth(1);
    let form = form.unwrap_or_else(|| panic!("no answers in {}", page.body));
    let mut fields = hidden(form.split("</form>").next().unwrap());
    fields.push(("act".into(), act.into()));
    for (n, (found, note)) in (1..).zip(found) {
        fields.push((format!("check.{n}.found"), (*found).into()));
        fields.push((format!("check.{n}.note"), (*note).into()));
    }
    for (name, value) in more {
        fields.push((format!("{act}.{name}"), (*value).into()));
    }
    fields
}

/// Sends an answer; the page that shows its letter, or what is wrong with it.
pub async fn answer(
    town: &Town,
    who: &str,
    case: &str,
    act: &str,
    found: &[(&str, &str)],
    more: &[(&str, &str)],
    file: (&str, &str, &[u8]),
) -> Seen {
    let page = town.get(who, case).await;
    let fields = answering(&page, act, found, more);
    send(town, who, &fields, &format!("{case}/acts"), &[], file).await
}

/// Confirms what a preview shows.
pub async fn confirm(town: &Town, who: &str, case: &str, preview: &Seen) -> Seen {
    assert!(preview.has("核对后办理"), "{}", preview.body);
    let typed = hidden(preview.body.split("class=\"acts\"").nth(1).unwrap());
    send(
        town,
        who,
        &typed,
        &format!("{case}/acts"),
        &[("go", "confirm")],
        NO_FILE,
    )
    .await
}

/// An application that was received whole and accepted.
pub async fn accepted(town: &Town, key: &str) -> String {
    let case = received(town, key, &BOTH).await;
    let preview = answer(town, "chuang", &case, "accept", &ALL_OK, &[], NO_FILE).await;
    let done = confirm(town, "chuang", &case, &preview).await;
    assert_eq!(
        (done.status.as_u16(), done.leads_to()),
        (303, case.as_str()),
        "{}",
        done.body
    );
    case
}

/// The first address on the page that begins so.
pub fn link(page: &Seen, mark: &str) -> String {
    let found = page.body.split('"').find(|it| it.starts_with(mark));
    found
        .unwrap_or_else(|| panic!("no {mark} in {}", page.body))
        .to_owned()
}
