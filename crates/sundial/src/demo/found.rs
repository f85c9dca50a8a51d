//! The county before its story: organisations, people, columns, the site's name, one password.

use std::collections::BTreeMap;

use face::App;
use jiff::Timestamp;
use kernel::{Fault, Result, session};
use matters::publication;
use office::docket::Order;
use office::organisation::{Actor, account};
use office::register::{self, Bootstrap, FirstPost, NewOrganisation, NewPerson};

use super::fixtures::{Column, Columns, Organisations, People, Person, read, wrong};

/// The one password of everybody in the demonstration.
pub const PASSWORD: &str = "qingchuan-demo-2026";

/// Rows by the names that the story uses.
#[derive(Clone, Debug, Default)]
pub struct County {
    /// Organisations by code.
    pub organisations: BTreeMap<String, i64>,
    /// People by login.
    pub people: BTreeMap<String, i64>,
    /// Columns by slug.
    pub columns: BTreeMap<String, i64>,
    /// Names of organisations by code.
    pub names: BTreeMap<String, String>,
    /// [`PASSWORD`] hashed, for accounts that applicants open in the story.
    pub password_hash: String,
}

/// Founds the county.
pub async fn found(app: &App, now: Timestamp) -> Result<County> {
    let organisations: Organisations = read("county/organisations.toml")?;
    let people: People = read("county/people.toml")?;
    let names = organisations
        .organisation
        .iter()
        .map(|org| (org.code.clone(), org.name.clone()))
        .collect();
    let first = bootstrap(&organisations, &people);
    let docket = app.docket.clone();
    let founded = app
        .db
        .act(move |conn| Box::pin(async move { register::bootstrap(&docket, conn, &first, now).await }))
        .await?;
    let mut county = County {
        organisations: founded.organisations,
        people: founded.people,
        columns: BTreeMap::new(),
        names,
        password_hash: String::new(),
    };
    county.columns = columns(app, &county).await?;
    site(app, &organisations, &people, &county, now).await?;
    super::seals::register(app, &organisations, &people, &county, now).await?;
    county.password_hash = password(app, &county, now).await?;
    Ok(county)
}

fn bootstrap(organisations: &Organisations, people: &People) -> Bootstrap {
    let organisations = organisations
        .organisation
        .iter()
        .zip(1..)
        .map(|(org, position)| NewOrganisation {
            code: org.code.clone(),
            name: org.name.clone(),
            short_name: org.short_name.clone(),
            kind: org.kind.clone(),
            parent: org.parent.clone(),
            uscc: org.uscc.clone(),
            number_prefix: org.number_prefix.clone(),
            address: org.address.clone(),
            phone: org.phone.clone(),
            hours: org.office_hours.clone(),
            position,
        });
    let person = |person: &Person| NewPerson {
        login: person.login.clone(),
        name: person.name.clone(),
        phone: person.phone.clone(),
        email: person.email.clone(),
    };
    Bootstrap {
        organisations: organisations.collect(),
        people: people.person.iter().map(person).collect(),
        posts: people.person.iter().flat_map(posts).collect(),
    }
}

fn posts(person: &Person) -> impl Iterator<Item = FirstPost> {
    person.post.iter().map(|post| FirstPost {
        login: person.login.clone(),
        organisation: post.organisation.clone(),
        roles: post.roles.clone(),
        title: post.title.clone(),
        subtree: post.subtree,
        from_on: post.from,
        until_on: post.until,
    })
}

async fn columns(app: &App, county: &County) -> Result<BTreeMap<String, i64>> {
    let columns: Columns = read("county/columns.toml")?;
    let organisations = county.organisations.clone();
    app.db
        .act(move |conn| {
            Box::pin(async move {
                let mut rows = BTreeMap::new();
                for column in &columns.column {
                    let row = publication::add_column(conn, &as_row(column, &organisations, &rows)?).await?;
                    rows.insert(column.slug.clone(), row);
                }
                Ok(rows)
            })
        })
        .await
}

fn as_row(
    column: &Column,
    organisations: &BTreeMap<String, i64>,
    above: &BTreeMap<String, i64>,
) -> Result<publication::Column> {
    let missing = |what: &str| {
        wrong(
            "county/columns.toml",
            &format!("栏目 {}：没有 {what}", column.slug),
        )
    };
    let parent_id = match &column.parent {
        Some(parent) => Some(*above.get(parent).ok_or_else(|| missing(parent))?),
        None => None,
    };
    Ok(publication::Column {
        id: 0,
        slug: column.slug.clone(),
        name: column.name.clone(),
        column_type: column.column_type.clone(),
        description: column.description.clone(),
        keywords: column.keywords.join(","),
        org_id: *organisations
            .get(&column.owner)
            .ok_or_else(|| missing(&column.owner))?,
        owner_id: None,
        parent_id,
        position: column.order,
        update_days: column.update_days,
    })
}

/// The site's identity, set by the first of its administrators.
async fn site(
    app: &App,
    organisations: &Organisations,
    people: &People,
    county: &County,
    now: Timestamp,
) -> Result<()> {
    let about = &organisations.site;
    let sponsor = organisations
        .organisation
        .iter()
        .find(|org| org.code == about.organisation);
    let site = office::organisation::Site {
        name: about.name.clone(),
        domain: about.domain.clone(),
        id_code: about.id_code.clone(),
        tagline: about.notice.clone(),
        sponsor: about.sponsor.clone(),
        operator: about.operator.clone(),
        address: sponsor.and_then(|org| org.address.clone()).unwrap_or_default(),
        phone: format!("{}（{}）", about.contact_phone, about.contact_note),
        icp: about.icp.clone(),
        police_record: about.police_record.clone(),
        fictional: about.fictional,
    };
    let administers = |person: &&Person| {
        person
            .post
            .iter()
            .any(|post| post.roles.iter().any(|role| role == "site_admin"))
    };
    let login = people.person.iter().find(administers).map(|person| &person.login);
    let person_id = login.and_then(|login| county.people.get(login)).copied();
    let actor = Actor::person(person_id.ok_or_else(|| wrong("county/people.toml", "没有 site_admin"))?);
    let docket = app.docket.clone();
    app.db
        .act(move |conn| {
            Box::pin(async move {
                register::set_site(&docket, conn, &actor, &site, Order::default(), now)
                    .await
                    .map(|_| ())
            })
        })
        .await
}

/// Everybody's password, hashed once: forty hashes would take seconds.
async fn password(app: &App, county: &County, now: Timestamp) -> Result<String> {
    let hash = tokio::task::spawn_blocking(|| session::hash(PASSWORD))
        .await
        .map_err(Fault::new)??;
    let people: Vec<i64> = county.people.values().copied().collect();
    let known = hash.clone();
    app.db
        .act(move |conn| {
            Box::pin(async move {
                for person_id in people {
                    account::set_password(conn, person_id, &hash, None, now).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(known)
}
