//! What a matter's room does for its cases at the desk.

use axum::http::StatusCode;
use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use matters::Sent;
use office::docket::{Case, CaseFile, Docket, Done};
use office::letter::Drafted;
use office::organisation::Actor;
use procedure::Offer;

use super::{About, Back, Manner, Typed};
use crate::App;
use crate::door::{PageResult, Visitor};
use crate::workbench::casework::reach::Posts;

/// The desk of one matter.
pub trait Desk: Copy + Send + Sync + 'static {
    /// What is its own, as data.
    fn manner(self) -> &'static Manner;

    /// Whose posts see its cases.
    fn posts(self) -> &'static Posts;

    /// True for its own cases.
    fn owns(self, file: &CaseFile) -> bool;

    /// The page of a case; with what was typed, where a form came back.
    fn page(
        self,
        app: &App,
        conn: &mut Conn,
        visitor: &Visitor,
        case_id: i64,
        back: Back,
        status: StatusCode,
    ) -> impl Future<Output = PageResult> + Send;

    /// What the forms of a case say of it.
    fn about(self, app: &App, conn: &mut Conn, case: &Case) -> impl Future<Output = Result<About>> + Send;

    /// Adds what a form chose among the things of this matter.
    ///
    /// # Errors
    /// Invalid: what was chosen is not to be had any longer.
    fn complete(
        self,
        conn: &mut Conn,
        case: &Case,
        offer: &Offer,
        typed: &Typed,
        sent: &mut Sent,
    ) -> impl Future<Output = Result<()>> + Send;

    /// Every letter that the step would send.
    fn rehearse(
        self,
        docket: &Docket,
        conn: &mut Conn,
        actor: &Actor,
        case_id: i64,
        sent: Sent,
        now: Timestamp,
    ) -> impl Future<Output = Result<Vec<Drafted>>> + Send;

    /// Does the step.
    fn act(
        self,
        docket: &Docket,
        conn: &mut Conn,
        actor: &Actor,
        case_id: i64,
        sent: Sent,
        now: Timestamp,
    ) -> impl Future<Output = Result<Done>> + Send;
}
