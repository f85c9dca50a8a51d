//! What is wrong with a new password, all of it at once.

use kernel::{Issue, session};
use office::account;

/// Of a new password, typed twice.
pub(super) fn password_problems(new: &str, repeat: &str, login: &str) -> Vec<Issue> {
    if new.is_empty() {
        let onward = "请使用10位以上的密码，可以是一句话。";
        return vec![Issue::new("password-missing", "还没有填写密码。", onward).at("new_password")];
    }
    let mut found = session::weaknesses(new, &account::canonical(login));
    if repeat != new {
        let sentence = "两次输入的密码不一样。";
        found.push(Issue::new("password-repeat", sentence, "请重新输入。").at("repeat_password"));
    }
    found
}
