//! The desk of an application: what the case desk asks of this room.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::civil_date;
use matters::Sent;
use matters::service::{self, Service};
use office::catalogue::Item;
use office::docket::{Case, CaseFile, Docket, Done};
use office::letter::Drafted;
use office::organisation::{self, Actor, Listing};
use procedure::Offer;

use super::manner::MANNER;
use super::reach::POSTS;
use super::{case, facts, materials};
use crate::App;
use crate::door::{PageResult, SafeMultipart, Visitor, html_with};
use crate::workbench::casework::reach::Posts;
use crate::workbench::casework::{self, About, Back, Desk, Manner, Member, Typed};

/// 办件.
#[derive(Clone, Copy)]
pub struct Serving;

impl Desk for Serving {
    fn manner(self) -> &'static Manner {
        &MANNER
    }

    fn posts(self) -> &'static Posts {
        &POSTS
    }

    fn owns(self, file: &CaseFile) -> bool {
        service::is_service(file)
    }

    async fn page(
        self,
        app: &App,
        conn: &mut Conn,
        visitor: &Visitor,
        case_id: i64,
        back: Back,
        status: StatusCode,
    ) -> PageResult {
        html_with(status, &case::read(app, conn, visitor, case_id, back).await?)
    }

    async fn about(self, app: &App, conn: &mut Conn, case: &Case) -> Result<About> {
        let it = service::service_of_case(conn, case.file.id).await?;
        let item = service::item_of(conn, &it).await?;
        about(app, conn, case, &it, &item).await
    }

    async fn complete(self, _: &mut Conn, _: &Case, _: &Offer, _: &Typed, _: &mut Sent) -> Result<()> {
        Ok(())
    }

    async fn rehearse(
        self,
        docket: &Docket,
        conn: &mut Conn,
        actor: &Actor,
        case_id: i64,
        sent: Sent,
        now: Timestamp,
    ) -> Result<Vec<Drafted>> {
        service::rehearse(docket, conn, actor, case_id, sent, now).await
    }

    async fn act(
        self,
        docket: &Docket,
        conn: &mut Conn,
        actor: &Actor,
        case_id: i64,
        sent: Sent,
        now: Timestamp,
    ) -> Result<Done> {
        service::act(docket, conn, actor, case_id, sent, now).await
    }
}

/// What the forms of an application say of it.
pub async fn about(app: &App, conn: &mut Conn, case: &Case, it: &Service, item: &Item) -> Result<About> {
    let mut about = About::read(app, conn, it.org_id, &["service_handler", "service_head"]).await?;
    let all = organisation::directory(conn).await?;
    let partners: Vec<&Listing> = all
        .iter()
        .filter(|org| item.partners.contains(&org.code) && org.id != it.org_id)
        .collect();
    about.usual_offices = partners.iter().map(|org| org.id).collect();
    // A department that the item names is asked, whether somebody sits there already or not.
    for org in partners {
        if !about.offices.iter().any(|(id, _)| *id == org.id) {
            about.offices.push((org.id, org.name.clone()));
        }
    }
    about.people = Some(handlers(conn, &all, it.org_id, app.now()).await?);
    about.members = members(conn, &all, it).await?;
    about.checklist = materials::rows(conn, case, it, item).await?;
    about.suggested = materials::suggested(case, it, item, &about.checklist);
    about.presets = vec![("delivery_way", it.delivery_way.clone())];
    about.hints = vec![
        (
            "gaps",
            "空着就照上面的核对结果写；您写了就以您写的为准，要一次写全".to_owned(),
        ),
        (
            "deferred",
            "空着就照上面选了“容缺后补”的写，连同期限和后果".to_owned(),
        ),
        ("extension_days", facts::extension(case)),
    ];
    Ok(about)
}

/// Whoever may be made the handler: the office's own, otherwise those of the offices above it.
async fn handlers(
    conn: &mut Conn,
    all: &[Listing],
    org_id: i64,
    now: Timestamp,
) -> Result<Vec<(i64, String)>> {
    let own = all
        .iter()
        .find(|org| org.id == org_id)
        .map_or("", |org| org.path.as_str());
    let handling: Vec<_> = organisation::incumbents(conn, civil_date(now))
        .await?
        .into_iter()
        .filter(|one| one.role == "service_handler")
        .collect();
    let of = |path: &str| {
        let org = all.iter().find(|org| org.path == path);
        let here = handling.iter().filter(|one| one.org_id == org.map(|org| org.id));
        let mut people: Vec<(i64, String)> = here
            .map(|one| (one.person_id, format!("{}（{}）", one.name, one.org_short)))
            .collect();
        people.dedup();
        people
    };
    let mut path = own;
    while !path.is_empty() {
        let people = of(path);
        if !people.is_empty() {
            return Ok(people);
        }
        let above = path.trim_end_matches('/').rfind('/').map_or(0, |at| at + 1);
        path = &path[..above];
    }
    Ok(Vec::new())
}

/// Interested persons in the order in which they were named, and every organisation.
async fn members(conn: &mut Conn, all: &[Listing], it: &Service) -> Result<Vec<Member>> {
    let named = service::third_parties(conn, it.id).await?;
    let people = named
        .into_iter()
        .zip(1..)
        .map(|((name, _), n): (_, usize)| Member {
            code: format!("t{n}"),
            name,
        });
    let offices = all.iter().map(|org| Member {
        code: organisation::as_member(org.id),
        name: org.name.clone(),
    });
    Ok(people.chain(offices).collect())
}

/// One step of an application.
pub async fn receive(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    form: SafeMultipart,
) -> PageResult {
    casework::receive(Serving, &app, &visitor, id, form).await
}
