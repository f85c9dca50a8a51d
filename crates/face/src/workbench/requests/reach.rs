//! Whose posts see requests, and who registers them.

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::civil_date;
use office::organisation::{self, Actor};
use procedure::Relation;

use crate::door::Visitor;
use crate::workbench::casework::reach::{Posts, actors};

pub use crate::workbench::casework::reach::{Sight, need};

/// Posts that handle requests, or answer for how they are handled.
const HANDLING: [&str; 5] = [
    "request_clerk",
    "openness_head",
    "head",
    "branch_leader",
    "supervisor",
];

/// Whose posts see requests.
pub static POSTS: Posts = Posts {
    handling: &HANDLING,
    working: &["request_clerk", "openness_head"],
    assisting: &HANDLING,
};

/// As whom the visitor registers requests to this organisation; nobody where they may not.
pub async fn clerk(conn: &mut Conn, visitor: &Visitor, org_id: i64, now: Timestamp) -> Result<Option<Actor>> {
    for actor in actors(conn, visitor, now).await? {
        let standing = organisation::standing(conn, &actor, org_id, civil_date(now)).await?;
        let county = |relation: &Relation| *relation == Relation::Ancestor("county".to_owned());
        let fits = standing.holds.iter().any(|hold| {
            let above = county(&hold.relation) && POSTS.works_from_above(&standing, &hold.role);
            hold.role == "request_clerk" && (hold.relation == Relation::Own || above)
        });
        if fits {
            return Ok(Some(actor));
        }
    }
    Ok(None)
}
