//! For whose items somebody may propose or decide.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, RefusalKind, Result};
use office::organisation::{self, Listing};

use crate::door::Visitor;

/// Posts that keep items: they see drafts and proposals.
const KEEPERS: [&str; 3] = ["service_handler", "catalogue_keeper", "supervisor"];
/// Posts that propose.
const PROPOSERS: [&str; 1] = ["service_handler"];

/// Posts that keep items' files.
const FILERS: [&str; 1] = ["catalogue_keeper"];

/// The organisations that somebody keeps items of.
pub struct Scope {
    all: Vec<Listing>,
    keeps: Vec<String>,
    proposes: Vec<String>,
    files: Vec<String>,
}

impl Scope {
    pub async fn of(conn: &mut Conn, visitor: &Visitor, now: Timestamp) -> Result<Scope> {
        let seats = organisation::seats(conn, visitor.person_id, civil_date(now)).await?;
        let paths = |roles: &[&str]| -> Vec<String> {
            let seats = seats.iter().filter(|seat| roles.contains(&seat.role.as_str()));
            seats.map(|seat| seat.org_path.clone()).collect()
        };
        Ok(Scope {
            all: organisation::directory(conn).await?,
            keeps: paths(&KEEPERS),
            proposes: paths(&PROPOSERS),
            files: paths(&FILERS),
        })
    }

    /// Everything that stands.
    pub fn all(&self) -> &[Listing] {
        &self.all
    }

    /// Whether they see what is proposed there.
    pub fn keeps(&self, path: &str) -> bool {
        self.keeps.iter().any(|own| path.starts_with(own))
    }

    /// Whether they propose there.
    pub fn proposes(&self, path: &str) -> bool {
        self.proposes.iter().any(|own| path.starts_with(own))
    }

    /// Whether they keep forms of the items there.
    pub fn files(&self, path: &str) -> bool {
        self.files.iter().any(|own| path.starts_with(own))
    }

    /// The organisations for which they propose, in the order of the tree.
    pub fn proposing(&self) -> Vec<&Listing> {
        self.all.iter().filter(|org| self.proposes(&org.path)).collect()
    }

    /// The organisation with this row.
    pub fn org(&self, id: i64) -> Result<&Listing> {
        let found = self.all.iter().find(|org| org.id == id);
        found.ok_or_else(|| Error::not_found("这个单位"))
    }

    /// Refuses whoever keeps no items.
    pub fn need(&self, held: bool) -> Result<()> {
        if held {
            return Ok(());
        }
        Err(Error::refuse(
            RefusalKind::Forbidden,
            "not-yours",
            "您没有管理这个单位事项目录和权责清单的岗位。",
            "需要管理的，请组织人员管理员为您设岗。",
        ))
    }

    /// Paths of what they keep, none below another.
    pub fn paths(&self) -> Vec<String> {
        let mut paths = self.keeps.clone();
        paths.sort();
        paths.dedup();
        let all = paths.clone();
        paths.retain(|path| {
            !all.iter()
                .any(|other| other != path && path.starts_with(other.as_str()))
        });
        paths
    }
}
