//! Mistakes and upgrades: an event names the one it corrects; a case goes on under a newer definition.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, RefusalKind, Result};
use procedure::{Amendment, Correction, Definition, Migrating, Params};
use serde_json::{Map, Value as Json};

use super::act::Done;
use super::case::issues;
use super::{Docket, cache, case};
use crate::organisation::{self, Actor};

/// A correction as a person proposes it.
#[derive(Clone, Debug)]
pub struct Amend {
    /// The event, and what of it was wrong.
    pub amends: Amendment,
    /// Why.
    pub reason: String,
    /// Digests of what shows it.
    pub documents: Vec<String>,
    /// The form's key.
    pub request_key: Option<String>,
}

/// The record itself is touched by those who answer for it: whoever holds one of these roles in the
/// case's organisation or above.
pub(super) async fn may(
    conn: &mut Conn,
    actor: &Actor,
    org_id: i64,
    roles: &[&str],
    now: Timestamp,
) -> Result<i64> {
    let standing = organisation::standing(conn, actor, org_id, civil_date(now)).await?;
    match actor.person_id() {
        Some(person_id)
            if standing
                .holds
                .iter()
                .any(|hold| roles.contains(&hold.role.as_str())) =>
        {
            Ok(person_id)
        }
        _ => Err(Error::refuse(
            RefusalKind::Forbidden,
            "not-yours",
            "您没有更正办理记录或者升级流程的岗位。",
            "请由组织人员管理员、监察员或者系统管理员办理。",
        )),
    }
}

impl Docket {
    /// Corrects an event: by another person, only if every later event stays valid, and never an act
    /// that the world outside has seen.
    pub async fn correct(
        &self,
        conn: &mut Conn,
        case_id: i64,
        actor: &Actor,
        amend: Amend,
        now: Timestamp,
    ) -> Result<Done> {
        let mut case = self.locked(conn, case_id, 1).await?;
        let before = cache::cached(&case, &self.almanac.calendar(), case.written_at());
        let chain: Vec<&Definition> = case.chain.iter().collect();
        let correction = Correction {
            actor: may(
                conn,
                actor,
                case.file.org_id,
                &["org_admin", "site_admin", "supervisor"],
                now,
            )
            .await?,
            amends: amend.amends,
            reason: amend.reason,
            documents: amend.documents,
            request_key: amend.request_key,
        };
        let calendar = self.almanac.calendar();
        let planned =
            procedure::check_correction(&chain, &case.params, &case.events, &calendar, now, &correction)
                .map_err(|all| Error::invalid(issues(all)))?;
        let effects = self.record(conn, &mut case, planned, now).await?;
        self.settle(conn, &case, before, effects, now).await
    }

    /// Takes a running case to the current version of its procedure. `places` maps every place where
    /// a token lies or lay to one of the newer definition.
    pub async fn migrate(
        &self,
        conn: &mut Conn,
        case_id: i64,
        actor: &Actor,
        places: BTreeMap<String, String>,
        params: Map<String, Json>,
        reason: String,
        now: Timestamp,
    ) -> Result<Done> {
        let mut case = self.locked(conn, case_id, 1).await?;
        let before = cache::cached(&case, &self.almanac.calendar(), case.written_at());
        let newer = self.registry.current(&case.file.procedure_code)?;
        let bound = Params::bind(&newer, params.clone()).map_err(|all| Error::invalid(issues(all)))?;
        let person_id = may(conn, actor, case.file.org_id, &["site_admin"], now).await?;
        let migrating = Migrating {
            actor: person_id,
            places,
            reason,
            request_key: None,
        };
        let planned =
            procedure::check_migration(&case.definition, &newer, &bound, &case.state, now, &migrating)
                .map_err(|all| Error::invalid(issues(all)))?;
        case.file.procedure_digest = newer.digest().to_owned();
        case.file.params = params;
        case.chain.push(newer.clone());
        case.definition = newer;
        case.params = bound;
        let effects = self.record(conn, &mut case, planned, now).await?;
        case.state = case::fold(&case.chain, &case.events)?;
        self.settle(conn, &case, before, effects, now).await
    }
}
