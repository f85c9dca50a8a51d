//! The desk of a request: what the case desk asks of this room.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use matters::request::{self, Sent};
use office::docket::{Case, CaseFile, Docket, Done};
use office::letter::Drafted;
use office::organisation::Actor;
use procedure::Offer;

use super::manner::MANNER;
use super::reach::POSTS;
use super::{case, redaction};
use crate::App;
use crate::door::{PageResult, SafeMultipart, Visitor, html_with};
use crate::workbench::casework::reach::Posts;
use crate::workbench::casework::{self, About, Back, Desk, Manner, Member, Typed};

/// 依申请公开.
#[derive(Clone, Copy)]
pub struct Requests;

impl Desk for Requests {
    fn manner(self) -> &'static Manner {
        &MANNER
    }

    fn posts(self) -> &'static Posts {
        &POSTS
    }

    fn owns(self, file: &CaseFile) -> bool {
        super::is_request(file)
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
        about(app, conn, case).await
    }

    async fn complete(
        self,
        conn: &mut Conn,
        case: &Case,
        offer: &Offer,
        typed: &Typed,
        sent: &mut Sent,
    ) -> Result<()> {
        let works = office::redaction::of_case(conn, case.file.id).await?;
        request::give_part(sent, &redaction::chosen(offer, &works, typed)?);
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
        request::rehearse(docket, conn, actor, case_id, sent, now).await
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
        request::act(docket, conn, actor, case_id, sent, now).await
    }
}

/// Whom the case knows, whom it may ask, and what its letters are called.
pub async fn about(app: &App, conn: &mut Conn, case: &Case) -> Result<About> {
    let mut about = About::read(app, conn, case.file.org_id, &["request_clerk"]).await?;
    if !super::is_request(&case.file) {
        return Ok(about);
    }
    let parties = request::parties(conn, case.file.subject_id).await?;
    if !parties.iter().any(|it| it.kind == "third_party") {
        about.hidden.push("tell-third-party");
    }
    about.members = parties
        .into_iter()
        .map(|it| Member {
            code: it.member,
            name: it.name,
        })
        .collect();
    Ok(about)
}

/// One step of a request.
pub async fn receive(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    form: SafeMultipart,
) -> PageResult {
    casework::receive(Requests, &app, &visitor, id, form).await
}
