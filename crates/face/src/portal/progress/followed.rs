//! What a matter says of its cases to whoever follows one.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::{Conn, Running};
use kernel::{Error, Result};
use office::docket::{Case, CaseFile, Docket, Done};
use office::filing::Taken;
use office::paper::Sheet;
use procedure::Offer;

use super::{Act, Carried};
use crate::door::Kept;

/// A linked case: review, lawsuit, grievance, publication.
pub(in crate::portal) struct RemedyView {
    pub label: &'static str,
    pub number: String,
    pub standing: String,
}

/// What a case is about, for its applicant.
pub(in crate::portal) struct Facts {
    pub filed_at: Timestamp,
    pub received_on: Option<Date>,
    /// `您要的是`
    pub wanted_label: &'static str,
    /// What was asked for; empty once it was cleared.
    pub wanted: String,
    /// Its personal values were destroyed when their time was over.
    pub cleared: bool,
    /// How it ended, once it did.
    pub result: Option<String>,
    pub remedies: Vec<RemedyView>,
    /// What may be done against the result: heading and paragraphs; nothing while there is none.
    pub against: Option<(&'static str, Vec<String>)>,
}

/// A matter whose cases an applicant follows.
pub(in crate::portal) trait Followed: Sync {
    /// Whether this case is one of it, and no linked one.
    fn is(&self, file: &CaseFile) -> bool;
    /// The heading and the address under which its pages stand: `依申请公开`, `/apply`.
    fn home(&self) -> (&'static str, &'static str);
    /// What the applicant may do, in the order of the page.
    fn acts(&self) -> &'static [Act];
    /// Clocks that are always shown, the most asked for first.
    fn main_clocks(&self) -> &'static [&'static str];
    /// Clocks that concern nobody outside.
    fn hidden_clocks(&self) -> &'static [&'static str];
    /// A clock of [`Followed::main_clocks`] is not to be shown: another one took its place, or it never began.
    fn set_aside(&self, case: &Case, clock: &str) -> bool;
    /// What a clock is called; the definition's label where the matter says nothing.
    fn clock_title(&self, clock: &str) -> Option<&'static str>;
    /// What a clock says that has not begun.
    fn not_begun(&self, clock: &str) -> &'static str;
    /// The case ended otherwise than by what its clocks wait for.
    fn ended(&self, case: &Case) -> bool;
    /// The page's heading, unless it is the applicant's turn.
    fn heading(&self, case: &Case, result: Option<&str>) -> String;
    /// A letter of this wording is handed over by a later act, and is the applicant's from then on.
    fn handed_over_by(&self, wording: &str) -> Option<&'static str>;
    /// Papers of kind `given` are the applicant's from this act on.
    fn given_by(&self) -> &'static str;
    /// Code of the wording of its receipt.
    fn receipt_wording(&self) -> &'static str;
    /// What the receipt says of when the term begins, and the act that the applicant may do at once.
    fn begins(&self, facts: &Facts) -> (&'static str, Option<&'static str>);
    /// The case that bears this number and query code.
    fn track<'c>(&self, conn: &'c mut Conn, number: String, code: String) -> Running<'c, Option<i64>>;
    /// Takes a lent form over, where it is of this matter: where its secret is kept, and where it goes on.
    fn take_over<'c>(
        &self,
        conn: &'c mut Conn,
        taken: Taken,
        now: Timestamp,
    ) -> Running<'c, Option<(Kept, String)>>;
    /// What the case is about.
    fn facts<'c>(&self, conn: &'c mut Conn, case: &'c Case) -> Running<'c, Facts>;
    /// Whether an act is open now.
    fn opens<'c>(
        &self,
        conn: &'c mut Conn,
        case: &'c Case,
        act: &'static Act,
        offers: &'c [Offer],
    ) -> Running<'c, bool>;
    /// Does an act of the applicant's.
    fn carry_out<'c>(
        &self,
        docket: Docket,
        conn: &'c mut Conn,
        case: CaseFile,
        carried: Carried,
        sheets: Vec<Sheet>,
        now: Timestamp,
    ) -> Running<'c, Done>;
}

/// The matter of a case.
///
/// # Errors
/// Not found where none of them is followed from outside.
pub(in crate::portal) fn of(file: &CaseFile) -> Result<&'static dyn Followed> {
    let found = crate::portal::FOLLOWED.iter().find(|matter| matter.is(file));
    found.copied().ok_or_else(|| Error::not_found("这件申请"))
}
