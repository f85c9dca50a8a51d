//! Who else is asked about a request: third parties (art. 32) and joint makers (art. 34).

use kernel::db::Conn;
use kernel::{Error, Issue, Result};
use office::{organisation, personal};

use super::store;
use crate::step::NewParty;

const PARTY: &str = "request_party";
const NAME: &str = "name";
const CONTACT: &str = "contact";

/// Somebody who was asked.
#[derive(Clone, Debug)]
pub struct Party {
    /// `third_party` or `joint_maker`.
    pub kind: String,
    /// As the case's branches name it.
    pub member: String,
    /// Name; empty after erasure.
    pub name: String,
    /// Address and telephone.
    pub contact: String,
    /// Row of personal values.
    pub(super) id: i64,
}

/// Everybody who was asked about the request.
pub async fn parties(conn: &mut Conn, request_id: i64) -> Result<Vec<Party>> {
    let mut all = Vec::new();
    for (id, kind, member, org_id) in store::parties(conn, request_id).await? {
        let subject = personal::Subject { kind: PARTY, id };
        let name = match org_id {
            Some(org_id) => organisation::name(conn, org_id).await?,
            None => personal::read(conn, subject, NAME).await?.unwrap_or_default(),
        };
        let contact = personal::read(conn, subject, CONTACT).await?.unwrap_or_default();
        all.push(Party {
            kind,
            member,
            name,
            contact,
            id,
        });
    }
    Ok(all)
}

/// Whoever is named among the rows of a form.
///
/// # Errors
/// Invalid: nobody.
pub(super) fn named(new: &[NewParty]) -> Result<Vec<&NewParty>> {
    let named: Vec<&NewParty> = new
        .iter()
        .filter(|it| it.org_id.is_some() || !it.name.trim().is_empty())
        .collect();
    if named.is_empty() {
        let issue = Issue::new(
            "party-missing",
            "还没有写明向谁征求意见。",
            "请至少填写一个名称。",
        );
        return Err(Error::invalid(vec![issue.at("party")]));
    }
    Ok(named)
}

/// What somebody new is called.
pub(super) async fn called(conn: &mut Conn, it: &NewParty) -> Result<String> {
    match it.org_id {
        Some(org_id) => organisation::name(conn, org_id).await,
        None => Ok(it.name.trim().to_owned()),
    }
}

/// Notes down whom the next act asks; their members for the act's data.
///
/// # Errors
/// Invalid: nobody named, or somebody without a name.
pub(super) async fn add(
    conn: &mut Conn,
    request_id: i64,
    kind: &str,
    new: &[NewParty],
) -> Result<Vec<String>> {
    let named = named(new)?;
    let before = store::parties(conn, request_id).await?.len();
    let mut members = Vec::new();
    for (n, it) in named.into_iter().enumerate() {
        let member = match it.org_id {
            Some(org_id) => organisation::as_member(org_id),
            None => format!("t{}", before + n + 1),
        };
        let id = store::insert_party(conn, request_id, kind, &member, it.org_id).await?;
        let subject = personal::Subject { kind: PARTY, id };
        if it.org_id.is_none() {
            personal::keep(conn, subject, NAME, &personal::seal(it.name.trim().to_owned())?).await?;
        }
        if !it.contact.trim().is_empty() {
            personal::keep(
                conn,
                subject,
                CONTACT,
                &personal::seal(it.contact.trim().to_owned())?,
            )
            .await?;
        }
        members.push(member);
    }
    Ok(members)
}

/// Destroys their names and addresses.
pub(super) async fn erase(conn: &mut Conn, request_id: i64, now: jiff::Timestamp) -> Result<()> {
    for party in parties(conn, request_id).await? {
        personal::erase(
            conn,
            personal::Subject {
                kind: PARTY,
                id: party.id,
            },
            now,
        )
        .await?;
    }
    Ok(())
}
