//! Whether an act would be taken, before anybody makes it. Reads only.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Fault, Result};
use procedure::{Reading, Standing};

use super::act::{linked_open, not_theirs, proposal, refused};
use super::{Case, Docket, Order};
use crate::organisation::{self, Actor};

/// An act before it is done.
pub struct Foretold {
    /// What the clocks would say after it.
    pub readings: Vec<Reading>,
    /// What the actor holds towards the case.
    pub standing: Standing,
}

impl Docket {
    /// Whether [`Docket::act`] would take the act now: the same problems, all at once, and nothing recorded.
    /// Expiries already due are reckoned with.
    pub async fn rehearse(
        &self,
        conn: &mut Conn,
        case: &Case,
        act: &str,
        actor: &Actor,
        order: Order,
        now: Timestamp,
    ) -> Result<()> {
        self.foretell(conn, case, act, actor, order, now)
            .await
            .map(|_| ())
    }

    /// What the clocks would say after the act, each without its account: letters tell due days that begin with
    /// the very act that sends them.
    ///
    /// # Errors
    /// As [`Docket::rehearse`].
    pub async fn foretell(
        &self,
        conn: &mut Conn,
        case: &Case,
        act: &str,
        actor: &Actor,
        order: Order,
        now: Timestamp,
    ) -> Result<Foretold> {
        let calendar = self.almanac.calendar();
        let due = procedure::due_expiries(&case.definition, &case.params, &case.state, &calendar, now)
            .map_err(|error| Fault::new(error.to_string()))?;
        let state = due.last().map_or(&case.state, |planned| &planned.state);
        let standing = organisation::standing_in(conn, actor, case.seat(), civil_date(now)).await?;
        let stranger = actor.person_id().is_some() && standing.holds.is_empty();
        let mut proposal = proposal(act, actor, standing.clone(), order, now);
        proposal.linked_open = linked_open(conn, case).await?;
        let planned = procedure::check(&case.definition, &case.params, state, &calendar, now, &proposal)
            .map_err(|all| if stranger { not_theirs() } else { refused(all) })?;
        let readings = procedure::readings(&case.definition, &case.params, &planned.state, &calendar, now);
        Ok(Foretold { readings, standing })
    }
}
