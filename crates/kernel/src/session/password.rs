//! Passwords: argon2id, never within an act.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::error::{Fault, Issue, Result};

/// 19 MiB, two passes, one lane: what OWASP names as the least for argon2id.
fn hasher() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("constant parameters are valid");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The password's hash in PHC form. Blocking, tens of milliseconds: run it on a blocking thread.
pub fn hash(password: &str) -> Result<String> {
    let salt = crate::code::random_bytes::<16>();
    let hash = hasher().hash_password_with_salt(password.as_bytes(), &salt);
    Ok(hash.map_err(|error| Fault::new(error.to_string()))?.to_string())
}

/// True when the password fits. Without a hash (nobody of this name, or no password yet) it takes as
/// long and is false, so that nobody learns which names exist. Blocking.
pub fn verify(password: &str, kept: Option<&str>) -> bool {
    match kept.and_then(|kept| PasswordHash::new(kept).ok()) {
        Some(kept) => hasher().verify_password(password.as_bytes(), &kept).is_ok(),
        None => {
            let _ = hasher().hash_password_with_salt(password.as_bytes(), b"nobody's salt 16");
            false
        }
    }
}

/// What keeps a new password from being taken; all of it at once.
pub fn weaknesses(password: &str, login: &str) -> Vec<Issue> {
    let mut found = Vec::new();
    if password.chars().count() < 10 {
        found.push(
            Issue::new(
                "password-short",
                "新密码不足10位。",
                "请使用10位以上的密码，可以是一句话。",
            )
            .at("new_password"),
        );
    }
    if password.chars().count() > 200 {
        found.push(Issue::new("password-long", "新密码超过200位。", "请缩短一些。").at("new_password"));
    }
    let distinct: std::collections::HashSet<char> = password.chars().collect();
    if distinct.len() < 5 {
        found.push(
            Issue::new(
                "password-simple",
                "新密码重复的字符太多。",
                "请换一个不容易猜到的密码。",
            )
            .at("new_password"),
        );
    }
    if login.len() > 2 && password.to_lowercase().contains(&login.to_lowercase()) {
        found.push(
            Issue::new("password-login", "新密码里不能包含账号。", "请换一个密码。").at("new_password"),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_alone() {
        let kept = hash("correct horse 电池").unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(verify("correct horse 电池", Some(&kept)));
        assert!(!verify("correct horse 电", Some(&kept)));
        assert!(!verify("correct horse 电池", None));
        assert!(!verify("", Some("not a hash")));
    }

    #[test]
    fn every_weakness_is_named_at_once() {
        let codes = |password, login| {
            weaknesses(password, login)
                .into_iter()
                .map(|it| it.code)
                .collect::<Vec<_>>()
        };
        assert_eq!(codes("aaaa", "zhang"), ["password-short", "password-simple"]);
        assert_eq!(codes("zhangwei2026!", "zhangwei"), ["password-login"]);
        assert!(codes("五个人签字才公开一份文件", "zhangwei").is_empty());
    }
}
