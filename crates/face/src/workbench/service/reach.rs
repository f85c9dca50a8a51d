//! Whose posts see applications.

use crate::workbench::casework::reach::Posts;

pub use crate::workbench::casework::reach::{Sight, need};

/// Posts that handle applications, or answer for how they are handled; a department that takes part reads what its
/// opinion rests on.
pub static POSTS: Posts = Posts {
    handling: &[
        "window_clerk",
        "service_handler",
        "service_head",
        "head",
        "supervisor",
    ],
    working: &["window_clerk", "service_handler", "service_head"],
    assisting: &["service_handler", "service_head"],
};

/// How much of a case somebody has to see to read a letter to this addressee.
pub fn least_for(addressee: &str) -> Sight {
    match addressee {
        "member_office" => Sight::Share,
        _ => Sight::Full,
    }
}
