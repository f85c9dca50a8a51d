//! The wordings that come with the program, and filling one in: nothing may be missing.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use kernel::{Error, Fault, Issue, Result};
use minijinja::value::Serde;
use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::Wording;

/// A wording as it is shipped.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Code, as definitions name it; a part of other wordings begins with `part-`.
    pub code: String,
    /// What the letter is called.
    pub name: String,
    /// 代字 of its numbers; empty: not numbered.
    #[serde(default)]
    pub series: String,
    /// A form without a red head.
    #[serde(default)]
    pub plain: bool,
    /// The kind of seal that it bears; the official one where it names none.
    #[serde(default)]
    pub seal: String,
    /// 标题
    #[serde(default)]
    pub title: String,
    /// The text, a line a paragraph.
    pub body: String,
}

/// A value that wordings may use.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldName {
    /// As wordings write it: `{{ applicant }}`.
    pub name: String,
    /// In Chinese.
    pub label: String,
    /// For a preview.
    pub sample: String,
}

#[derive(Deserialize)]
struct Shipped {
    field: Vec<FieldName>,
    letter: Vec<Template>,
}

/// One file a matter; what one has named, the others do not name again.
const FILES: [&str; 2] = [
    include_str!("../../../../data/letters/request.toml"),
    include_str!("../../../../data/letters/service.toml"),
];

static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| {
    let mut all = Shipped {
        field: Vec::new(),
        letter: Vec::new(),
    };
    for file in FILES {
        let shipped: Shipped = toml::from_str(file).expect("shipped wordings are readable");
        all.field.extend(shipped.field);
        all.letter.extend(shipped.letter);
    }
    all
});

/// Every shipped wording, parts included.
pub(super) fn shipped() -> &'static [Template] {
    &SHIPPED.letter
}

/// Every value that wordings may use.
pub fn field_names() -> &'static [FieldName] {
    &SHIPPED.field
}

/// Title and text with every gap filled.
///
/// # Errors
/// Invalid: the values that are missing, all at once; or a wording that cannot be read.
pub(super) fn fill(
    wording: &Wording,
    parts: &[(String, String)],
    values: &Map<String, Json>,
) -> Result<(String, String)> {
    let env = environment(parts)?;
    let title = one(&env, &wording.title, values);
    let body = one(&env, &wording.body, values);
    match (title, body) {
        (Ok(title), Ok(body)) => Ok((title, body)),
        (title, body) => {
            let failed: Vec<Failed> = [title.err(), body.err()].into_iter().flatten().collect();
            Err(told(&env, wording, values, failed))
        }
    }
}

/// The problems of a wording by itself: what cannot be read, and names that nobody fills.
pub(super) fn problems(wording: &Wording, parts: &[(String, String)]) -> Vec<Issue> {
    let env = match environment(parts) {
        Ok(env) => env,
        Err(error) => {
            return error
                .as_refusal()
                .map(|refusal| refusal.issues.clone())
                .unwrap_or_default();
        }
    };
    let mut found = Vec::new();
    for (field, text) in [("title", &wording.title), ("body", &wording.body)] {
        match env.template_from_str(text) {
            Ok(template) => found.extend(
                template
                    .undeclared_variables(false)
                    .into_iter()
                    .filter(|name| label(name).is_none())
                    .map(|name| unknown(&name).at(field)),
            ),
            Err(error) => found.push(unreadable(&error).at(field)),
        }
    }
    found
}

fn environment(parts: &[(String, String)]) -> Result<Environment<'static>> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    // A gap that stays empty is a gap: the letter would say nothing where it should say something.
    env.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if text.trim().is_empty() => {
            Err(minijinja::Error::new(ErrorKind::UndefinedError, "empty"))
        }
        _ => minijinja::escape_formatter(out, state, value),
    });
    for (code, body) in parts {
        env.add_template_owned(code.clone(), body.clone())
            .map_err(|error| Error::invalid(vec![unreadable(&error)]))?;
    }
    Ok(env)
}

/// Why a wording could not be filled.
struct Failed(minijinja::Error);

fn one(env: &Environment<'_>, text: &str, values: &Map<String, Json>) -> std::result::Result<String, Failed> {
    env.render_str(text, Value::from(Serde(values))).map_err(Failed)
}

/// Every value that the wording names and that is absent or empty; where none is, the wording is at fault.
fn told(env: &Environment<'_>, wording: &Wording, values: &Map<String, Json>, failed: Vec<Failed>) -> Error {
    let mut names = BTreeSet::new();
    for text in [&wording.title, &wording.body] {
        if let Ok(template) = env.template_from_str(text) {
            names.extend(template.undeclared_variables(false));
        }
    }
    // What parts name is missing only where the wording takes parts in.
    let takes_parts = [&wording.title, &wording.body]
        .into_iter()
        .any(|text| text.contains("{% include"));
    for (_, template) in env.templates().filter(|_| takes_parts) {
        names.extend(template.undeclared_variables(false));
    }
    let needed = failed
        .iter()
        .any(|Failed(error)| kind(error) == ErrorKind::UndefinedError);
    let missing: Vec<Issue> = names
        .into_iter()
        .filter(|name| needed && empty(values.get(name)) && asked(wording, name))
        .map(|name| missing(&name, wording))
        .collect();
    if !missing.is_empty() {
        return Error::invalid(missing);
    }
    match failed.into_iter().next() {
        Some(Failed(error)) => Error::invalid(vec![unreadable(&error)]),
        None => Error::Fault(Fault::new(format!(
            "the wording {} failed without a reason",
            wording.code
        ))),
    }
}

/// An optional value stands in a condition of its own; only what is written out is missing.
fn asked(wording: &Wording, name: &str) -> bool {
    let guarded = format!("{{% if {name}");
    !wording.body.contains(&guarded) && !wording.title.contains(&guarded)
}

/// The innermost kind: an included part wraps what went wrong in it.
fn kind(error: &minijinja::Error) -> ErrorKind {
    let mut kind = error.kind();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(inner) = inner.downcast_ref::<minijinja::Error>() {
            kind = inner.kind();
        }
        source = inner.source();
    }
    kind
}

fn empty(value: Option<&Json>) -> bool {
    match value {
        None | Some(Json::Null) => true,
        Some(Json::String(text)) => text.trim().is_empty(),
        Some(_) => false,
    }
}

fn label(name: &str) -> Option<&'static str> {
    field_names()
        .iter()
        .find(|field| field.name == name)
        .map(|field| field.label.as_str())
}

fn missing(name: &str, wording: &Wording) -> Issue {
    let called = label(name).unwrap_or(name);
    Issue::new(
        "letter-gap",
        format!("《{}》里的“{called}”没有内容。", wording.name),
        format!("请填写“{called}”后再发出。"),
    )
    .at(name)
}

fn unknown(name: &str) -> Issue {
    Issue::new(
        "wording-unknown",
        format!("措辞里的“{name}”不是可用的内容项。"),
        "请从下面的内容项清单中选用。",
    )
}

fn unreadable(error: &minijinja::Error) -> Issue {
    let line = error.line().map_or(String::new(), |line| format!("第{line}行"));
    Issue::new(
        "wording-unreadable",
        format!("{line}的内容项写法有误。"),
        "内容项写成两对花括号，例如 {{ applicant }}；请核对括号是否成对。",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(title: &str, body: &str) -> Wording {
        Wording {
            code: "test".into(),
            name: "测试函".into(),
            series: String::new(),
            seal: String::new(),
            plain: false,
            title: title.into(),
            body: body.into(),
            version: 0,
        }
    }

    fn values(pairs: &[(&str, &str)]) -> Map<String, Json> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).into()))
            .collect()
    }

    #[test]
    fn every_gap_is_named_at_once() {
        let it = wording(
            "告知书",
            "{{ applicant }}：您于{{ received_on }}提交的申请，编号{{ number }}。",
        );
        let error = fill(
            &it,
            &[],
            &values(&[("number", "公开2026-00001"), ("received_on", " ")]),
        )
        .unwrap_err();
        let fields: Vec<_> = error
            .as_refusal()
            .unwrap()
            .issues
            .iter()
            .map(|issue| issue.field.clone().unwrap())
            .collect();
        assert_eq!(fields, ["applicant", "received_on"]);
    }

    #[test]
    fn what_is_optional_may_be_absent() {
        let it = wording(
            "告知书",
            "{% if note is defined %}附注：{{ note }}{% endif %}编号{{ number }}。",
        );
        let told = fill(&it, &[], &values(&[("number", "1")])).unwrap();
        assert_eq!(told.1, "编号1。");
    }

    #[test]
    fn a_part_is_chosen_by_a_value_and_its_gaps_count_too() {
        let parts = vec![("part-granted".to_owned(), "予以公开：{{ reply }}".to_owned())];
        let it = wording("答复书", "{% include \"part-\" ~ reply_type %}");
        let told = fill(
            &it,
            &parts,
            &values(&[("reply_type", "granted"), ("reply", "见附件。")]),
        )
        .unwrap();
        assert_eq!(told.1, "予以公开：见附件。");
        let error = fill(&it, &parts, &values(&[("reply_type", "granted")])).unwrap_err();
        assert_eq!(
            error.as_refusal().unwrap().issues[0].field.as_deref(),
            Some("reply")
        );
    }

    #[test]
    fn a_value_is_never_read_as_a_wording() {
        let it = wording("函", "{{ applicant }}");
        let told = fill(&it, &[], &values(&[("applicant", "{{ number }}<b>")])).unwrap();
        assert_eq!(told.1, "{{ number }}<b>");
    }

    #[test]
    fn unknown_names_and_open_brackets_are_found_before_sending() {
        let found = problems(&wording("{{ nobody_fills_this }}", "{{ applicant"), &[]);
        let codes: Vec<_> = found.iter().map(|issue| issue.code.as_str()).collect();
        assert_eq!(codes, ["wording-unknown", "wording-unreadable"]);
    }

    #[test]
    fn every_letter_that_a_definition_sends_is_shipped_and_no_name_stands_twice() {
        // A field and a letter may bear one name: they are never looked up together.
        let fields = field_names().iter().map(|field| &field.name).collect();
        let codes = shipped().iter().map(|letter| &letter.code).collect();
        for mut names in [fields, codes] as [Vec<&String>; 2] {
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all);
        }
        for (code, toml) in procedure::shipped() {
            let definition = procedure::Definition::parse(toml).expect("a sound definition");
            let effects = definition.moves().iter().flat_map(|step| &step.effects);
            for effect in effects {
                if let procedure::Effect::Letter { template, .. } = effect {
                    let known = shipped().iter().any(|letter| letter.code == *template);
                    assert!(known, "{code} sends {template}");
                }
            }
        }
    }

    #[test]
    fn what_is_shipped_reads_well() {
        let all = shipped();
        let parts: Vec<_> = all.iter().map(|it| (it.code.clone(), it.body.clone())).collect();
        for template in all {
            let found = problems(&Wording::of(template), &parts);
            assert!(found.is_empty(), "{}: {found:?}", template.code);
        }
    }
}
