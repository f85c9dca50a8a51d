//! Who may see what of a case.
//!
//! **The law behind it.** 个人信息保护法 art. 51（二）, （四）: no further than the work needs.

use std::cmp::max;

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, RefusalKind, Result};
use office::docket::Case;
use office::organisation::{self, Actor, CaseSeat};
use procedure::{Relation, Standing};

use crate::App;
use crate::door::Visitor;
use crate::workbench::acting::{acting, principals};

/// How much somebody may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// Not even that it is there.
    Nothing,
    /// Where it stands and when it is due: whoever supervises from above.
    Outline,
    /// That, and what is needed to assist: whoever assists.
    Share,
    /// Everything: whoever handles it.
    Full,
}

/// The posts of a matter, by role.
pub struct Posts {
    /// Posts that handle its cases, or answer for how they are handled.
    pub handling: &'static [&'static str],
    /// Posts that do the work itself; where an organisation has none, the county's do it.
    pub working: &'static [&'static str],
    /// Posts that assist in a branch of another organisation's case.
    pub assisting: &'static [&'static str],
}

impl Posts {
    /// What the visitor may see of cases of this organisation.
    pub async fn of_organisation(
        &self,
        conn: &mut Conn,
        visitor: &Visitor,
        org_id: i64,
        now: Timestamp,
    ) -> Result<Sight> {
        let mut sight = Sight::Nothing;
        for actor in actors(conn, visitor, now).await? {
            let standing = organisation::standing(conn, &actor, org_id, civil_date(now)).await?;
            sight = max(sight, self.seen(&standing));
        }
        Ok(sight)
    }

    /// What the visitor may see of this case.
    pub async fn of_case(
        &self,
        conn: &mut Conn,
        visitor: &Visitor,
        case: &Case,
        now: Timestamp,
    ) -> Result<Sight> {
        self.of_seat(conn, visitor, case.seat(), now).await
    }

    /// The same, where only its seat is at hand.
    pub async fn of_seat(
        &self,
        conn: &mut Conn,
        visitor: &Visitor,
        seat: CaseSeat<'_>,
        now: Timestamp,
    ) -> Result<Sight> {
        let mut sight = Sight::Nothing;
        for actor in actors(conn, visitor, now).await? {
            let standing = organisation::standing_in(conn, &actor, seat, civil_date(now)).await?;
            sight = max(sight, self.seen(&standing));
        }
        Ok(sight)
    }

    fn seen(&self, standing: &Standing) -> Sight {
        let each = standing.holds.iter().map(|hold| {
            let role = hold.role.as_str();
            let handles = self.handling.contains(&role);
            match &hold.relation {
                Relation::Member if self.assisting.contains(&role) => Sight::Share,
                Relation::Member => Sight::Nothing,
                _ if !handles => Sight::Nothing,
                Relation::Own => Sight::Full,
                Relation::Ancestor(_) if self.works_from_above(standing, role) => Sight::Full,
                _ => Sight::Outline,
            }
        });
        each.max().unwrap_or(Sight::Nothing)
    }

    /// The county handles what an organisation without a clerk of its own is asked.
    pub fn works_from_above(&self, standing: &Standing, role: &str) -> bool {
        self.working.contains(&role) && standing.lacking.iter().any(|lacking| lacking == role)
    }

    /// Whether the visitor does the work of this organisation's cases.
    pub async fn works(
        &self,
        conn: &mut Conn,
        visitor: &Visitor,
        org_id: i64,
        now: Timestamp,
    ) -> Result<bool> {
        for actor in actors(conn, visitor, now).await? {
            let standing = organisation::standing(conn, &actor, org_id, civil_date(now)).await?;
            let fits = standing.holds.iter().any(|hold| {
                let here = hold.relation == Relation::Own || self.works_from_above(&standing, &hold.role);
                self.working.contains(&hold.role.as_str()) && here
            });
            if fits {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The paths of the organisations whose cases the visitor sees, none of them below another.
    pub async fn paths(&self, conn: &mut Conn, visitor: &Visitor, now: Timestamp) -> Result<Vec<String>> {
        let seats = organisation::seats(conn, visitor.person_id, civil_date(now)).await?;
        let mut paths: Vec<String> = seats
            .into_iter()
            .filter(|seat| self.handling.contains(&seat.role.as_str()))
            .map(|seat| seat.org_path)
            .collect();
        paths.sort();
        paths.dedup();
        let all = paths.clone();
        paths.retain(|path| {
            !all.iter()
                .any(|other| other != path && path.starts_with(other.as_str()))
        });
        Ok(paths)
    }

    /// Refuses whoever may not read this case. Its record holds words about persons: a post in the organisation is
    /// not enough. Whoever may act in it reads it, wherever they sit.
    pub async fn may_read(&self, app: &App, conn: &mut Conn, visitor: &Visitor, case: &Case) -> Result<()> {
        let now = app.now();
        let acts = !acting(app, conn, visitor, case, now).await?.offers.is_empty();
        let least = if acts { Sight::Nothing } else { Sight::Outline };
        need(self.of_case(conn, visitor, case, now).await?, least)
    }

    /// The same for what cannot show less to whoever may see less.
    pub async fn may_read_whole(
        &self,
        app: &App,
        conn: &mut Conn,
        visitor: &Visitor,
        case: &Case,
    ) -> Result<()> {
        need(self.of_case(conn, visitor, case, app.now()).await?, Sight::Full)
    }
}

/// For whom the visitor may act: themselves, and those they stand in for.
pub async fn actors(conn: &mut Conn, visitor: &Visitor, now: Timestamp) -> Result<Vec<Actor>> {
    let own = Actor::person(visitor.person_id);
    let lent = principals(conn, visitor.person_id, now).await?;
    Ok(std::iter::once(own.clone())
        .chain(lent.into_iter().map(|(id, _)| own.clone().on_behalf(id)))
        .collect())
}

/// Refuses whoever may not see at least this much.
pub fn need(sight: Sight, least: Sight) -> Result<()> {
    if sight >= least {
        return Ok(());
    }
    Err(Error::refuse(
        RefusalKind::Forbidden,
        "not-yours",
        "这件申请由其他单位办理，您没有查看的岗位。",
        "需要办理的，请组织人员管理员为您设岗。",
    ))
}
