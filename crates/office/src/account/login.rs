//! The name that one logs in with: a mobile number, or whatever one likes.

use kernel::Issue;

/// Characters of a login.
const LENGTH: std::ops::RangeInclusive<usize> = 4..=40;
/// Signs that may stand in one: those of mail addresses.
const SIGNS: &str = "-_.@+";

/// The login as it is kept: lower case, full-width letters narrowed, without blanks (people group the figures of a
/// telephone number) and without what cannot be seen.
pub fn canonical(typed: &str) -> String {
    typed
        .chars()
        .filter_map(narrow)
        .flat_map(char::to_lowercase)
        .collect()
}

/// A full-width letter as a plain one; nothing for blanks and for what cannot be seen.
pub(super) fn narrow(letter: char) -> Option<char> {
    let unseen =
        matches!(u32::from(letter), 0xAD | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF);
    if letter.is_whitespace() || letter.is_control() || unseen {
        return None;
    }
    match letter {
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0),
        other => Some(other),
    }
}

/// What keeps a login from being taken; all of it at once.
pub fn login_problems(typed: &str) -> Vec<Issue> {
    let login = canonical(typed);
    let issue = |code: &str, sentence: &str, onward: &str| Issue::new(code, sentence, onward).at("login");
    if login.is_empty() {
        let onward = "可以填手机号，也可以自己起一个名字。";
        return vec![issue("login-empty", "还没有填写登录名。", onward)];
    }
    let mut found = Vec::new();
    if !LENGTH.contains(&login.chars().count()) {
        found.push(issue(
            "login-length",
            "登录名要有 4 到 40 个字符。",
            "请改长或者改短一些。",
        ));
    }
    if login.chars().any(|c| !c.is_alphanumeric() && !SIGNS.contains(c)) {
        let sentence = "登录名里有不能用的符号。";
        found.push(issue(
            "login-signs",
            sentence,
            "请只用汉字、字母、数字和 - _ . @ +。",
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_found_however_it_is_typed() {
        for typed in [
            "13800005678",
            " 138 0000 5678 ",
            "１３８００００５６７８",
            "138\u{200B}00005678",
        ] {
            assert_eq!(canonical(typed), "13800005678");
        }
        assert_eq!(canonical("Chen.XiaoYue@Example.com"), "chen.xiaoyue@example.com");
        assert_eq!(canonical("清河的 晓月"), "清河的晓月");
    }

    #[test]
    fn every_problem_is_named_at_once() {
        let codes = |typed: &str| {
            login_problems(typed)
                .into_iter()
                .map(|it| it.code)
                .collect::<Vec<_>>()
        };
        assert_eq!(codes(" \u{200B} "), ["login-empty"]);
        assert_eq!(codes("a<b"), ["login-length", "login-signs"]);
        assert_eq!(codes(&"长".repeat(41)), ["login-length"]);
        for good in ["13800005678", "清河的晓月", "a-b_c.d@e+f"] {
            assert!(codes(good).is_empty(), "{good}");
        }
    }
}
