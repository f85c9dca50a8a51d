//! The county's seals, registered on its first day: one person proposes, another confirms.

use face::App;
use jiff::Timestamp;
use kernel::Result;
use office::docket::Order;
use office::organisation::Actor;
use office::register::{self, Change};

use super::fixtures::{Organisations, People, wrong};
use super::found::County;

const BASIS: &str = "晴政办发〔2026〕2号《关于启用印章的通知》";
/// Who has seals of their own, and of which kinds.
const KINDS: &[(&str, &[&str])] = &[
    ("county", &["official", "service", "disclosure"]),
    ("department", &["official", "service"]),
    ("township", &["official", "service"]),
];

/// Registers them.
pub async fn register(
    app: &App,
    organisations: &Organisations,
    people: &People,
    county: &County,
    now: Timestamp,
) -> Result<()> {
    let (proposer, confirmer) = (
        holder(people, county, "org_admin")?,
        holder(people, county, "site_admin")?,
    );
    let mut changes = Vec::new();
    for org in &organisations.organisation {
        let kinds = KINDS.iter().find(|(kind, _)| *kind == org.kind);
        for kind in kinds.into_iter().flat_map(|(_, kinds)| kinds.iter()) {
            changes.push(Change::TakeSeal {
                org_id: county.organisations[&org.code],
                kind: (*kind).to_owned(),
            });
        }
    }
    let paper = app.files.keep(BASIS.as_bytes())?;
    let docket = app.docket.clone();
    app.db
        .act(move |conn| {
            Box::pin(async move {
                for change in changes {
                    let order = Order {
                        documents: vec![paper.clone()],
                        ..Order::default()
                    };
                    let case = register::propose(&docket, conn, &proposer, change, BASIS, order, now).await?;
                    register::confirm(&docket, conn, &confirmer, case, Order::default(), now).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Who holds the role at the county.
fn holder(people: &People, county: &County, role: &str) -> Result<Actor> {
    let holds = people.person.iter().find(|person| {
        person
            .post
            .iter()
            .any(|post| post.organisation == "county" && post.roles.iter().any(|it| it == role))
    });
    let row = holds.and_then(|person| county.people.get(&person.login));
    row.map(|row| Actor::person(*row))
        .ok_or_else(|| wrong("county/people.toml", &format!("县里没有 {role}")))
}
