//! 退回理由: the fixed reasons for a return, one key each.

use std::sync::LazyLock;

use serde::Deserialize;

use super::offers::ReasonView;

#[derive(Deserialize)]
struct File {
    reason: Vec<Reason>,
}

#[derive(Deserialize)]
struct Reason {
    code: String,
    name: String,
    hint: String,
    key: String,
    text_required: bool,
}

static REASONS: LazyLock<Vec<Reason>> = LazyLock::new(|| {
    let text = include_str!("../../../../data/return-reasons.toml");
    toml::from_str::<File>(text)
        .expect("an embedded file that a test reads")
        .reason
});

/// The reasons in their order, one of them perhaps chosen.
pub fn views(chosen: &str) -> Vec<ReasonView> {
    REASONS
        .iter()
        .map(|reason| ReasonView {
            code: &reason.code,
            name: &reason.name,
            hint: &reason.hint,
            key: &reason.key,
            selected: reason.code == chosen,
        })
        .collect()
}

/// The code that is recorded, and the words that the writer reads. What is missing comes back with
/// the field it belongs to.
pub fn compose(code: &str, words: &str) -> Result<(String, String), (&'static str, String)> {
    let Some(reason) = REASONS.iter().find(|reason| reason.code == code) else {
        return Err((
            "return_reason",
            "还没有选择退回理由。请选一条，或者选“其他”并写明。".to_owned(),
        ));
    };
    match (reason.text_required, words.is_empty()) {
        (true, true) => Err(("reason", format!("请写明具体内容：{}。", reason.hint))),
        (false, true) => Ok((reason.code.clone(), reason.name.clone())),
        (_, false) => Ok((reason.code.clone(), format!("{}：{words}", reason.name))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_says_what_to_do() {
        assert_eq!(compose("", "随便").unwrap_err().0, "return_reason");
        assert_eq!(compose("facts", "").unwrap_err().0, "reason");
        assert_eq!(
            compose("facts", "第二段金额").unwrap().1,
            "事实数据需核实：第二段金额"
        );
        assert_eq!(
            compose("column", "").unwrap(),
            ("column".into(), "栏目不当".into())
        );
    }

    #[test]
    fn every_reason_has_a_key_of_its_own() {
        let mut keys: Vec<_> = views("").iter().map(|reason| reason.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), views("").len());
    }
}
