//! One entry in an organisation's register.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Fault, Issue, Result, record};
use serde_json::{Map, Value as Json};

use super::{ORGANISATION, store};
use crate::docket::{Docket, Opening, Order};
use crate::organisation::Actor;

/// Opens the register of an organisation that has just been entered.
pub(super) async fn open(docket: &Docket, conn: &mut Conn, org_id: i64, now: Timestamp) -> Result<()> {
    let opening = Opening {
        procedure: "post-register".to_owned(),
        act: "open".to_owned(),
        org_id,
        title: format!("{}岗位登记", crate::organisation::name(conn, org_id).await?),
        subject_kind: ORGANISATION.to_owned(),
        subject_id: org_id,
        parent_id: None,
        params: Map::new(),
        series: "岗".to_owned(),
    };
    let order = Order {
        data: fields(serde_json::json!({ "organisation": org_id })),
        ..Order::default()
    };
    let done = docket.open(conn, opening, &Actor::system(), order, now).await?;
    store::set_register(conn, org_id, done.case_id).await
}

/// Enters one act in the register of the organisation. The caller writes the rows, in the same
/// transaction: that is the effect which the act hands back.
pub(super) async fn enter(
    docket: &Docket,
    conn: &mut Conn,
    org_id: i64,
    act: &str,
    actor: &Actor,
    order: Order,
    data: Json,
    now: Timestamp,
) -> Result<()> {
    let Some(case_id) = store::register(conn, org_id).await? else {
        return Err(Fault::new(format!("organisation {org_id} has no register")).into());
    };
    let order = Order {
        data: fields(data),
        ..order
    };
    docket
        .act(conn, case_id, act, actor, order, now)
        .await
        .map(|_| ())
}

/// In whose register an act about a person is entered: where their newest post is; for somebody who
/// never had one, where the actor administers.
pub(super) async fn register_for(
    conn: &mut Conn,
    actor: &Actor,
    person_id: i64,
    now: Timestamp,
) -> Result<i64> {
    if let Some(org_id) = store::home(conn, person_id).await? {
        return Ok(org_id);
    }
    let acting = actor.person_id().unwrap_or_default();
    for role in ["org_admin", "site_admin"] {
        if let Some(org_id) = store::administered(conn, acting, role, civil_date(now)).await? {
            return Ok(org_id);
        }
    }
    Err(super::post::forbidden())
}

/// Refuses whoever may not make this move in the register, before anything is told about whom it concerns.
pub(super) async fn may(
    docket: &Docket,
    conn: &mut Conn,
    org_id: i64,
    act: &str,
    actor: &Actor,
    now: Timestamp,
) -> Result<()> {
    let Some(case_id) = store::register(conn, org_id).await? else {
        return Err(Fault::new(format!("organisation {org_id} has no register")).into());
    };
    let case = docket.case(conn, case_id).await?;
    let offers = docket.offers(conn, &case, actor, now).await?;
    if offers.iter().any(|offer| offer.act == act) {
        Ok(())
    } else {
        Err(super::post::forbidden())
    }
}

/// True where this form was taken before: everything it asked for is done.
pub(super) async fn taken(conn: &mut Conn, order: &Order) -> Result<bool> {
    match order.request_key.as_deref() {
        Some(key) => Ok(record::find_by_key(conn, key).await?.is_some()),
        None => Ok(false),
    }
}

/// The same order for the `n`th event of one form: only the first carries the form's own key.
pub(super) fn nth(order: &Order, n: usize) -> Order {
    let key = order
        .request_key
        .as_ref()
        .map(|key| if n == 0 { key.clone() } else { format!("{key}/{n}") });
    Order {
        request_key: key,
        ..order.clone()
    }
}

/// The object's members without those that are null.
pub(super) fn fields(data: Json) -> Map<String, Json> {
    match data {
        Json::Object(map) => map.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        _ => Map::new(),
    }
}

/// Refuses with all issues at once, where there are any.
pub(super) fn unless_empty(issues: Vec<Issue>) -> Result<()> {
    if issues.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(issues))
    }
}
