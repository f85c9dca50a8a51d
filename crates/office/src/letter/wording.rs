//! 措辞: each office's own words for its letters; where it has none, those that come with the program.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, Issue, Result};
use serde_json::{Map, Value as Json};

use super::template::{self, Template};
use super::{markup, store};

/// A wording in force for one organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Code, as definitions name it.
    pub code: String,
    /// What the letter is called.
    pub name: String,
    /// 代字 of its numbers.
    pub series: String,
    /// A form without a red head.
    pub plain: bool,
    /// The kind of seal that it bears ([`crate::seal::KINDS`]).
    pub seal: String,
    /// 标题
    pub title: String,
    /// The text, a line a paragraph.
    pub body: String,
    /// Counts the office's own versions; 0 is the shipped one.
    pub version: i64,
}

impl Wording {
    pub(super) fn of(template: &Template) -> Wording {
        Wording {
            code: template.code.clone(),
            name: template.name.clone(),
            series: template.series.clone(),
            plain: template.plain,
            seal: template.seal.clone(),
            title: template.title.clone(),
            body: template.body.clone(),
            version: 0,
        }
    }

    /// It stands in other letters and is none by itself.
    pub fn is_part(&self) -> bool {
        self.code.starts_with("part-")
    }
}

/// Every wording of this organisation, letters before parts.
pub async fn wordings(conn: &mut Conn, org_id: i64) -> Result<Vec<Wording>> {
    let own = store::newest_wordings(conn, org_id).await?;
    let mut all: Vec<Wording> = template::shipped()
        .iter()
        .map(|template| {
            let shipped = Wording::of(template);
            match own.iter().find(|(code, _, _)| *code == template.code) {
                Some((_, version, body)) => Wording {
                    version: *version,
                    body: body.clone(),
                    ..shipped
                },
                None => shipped,
            }
        })
        .collect();
    all.sort_by_key(Wording::is_part);
    Ok(all)
}

/// One wording of this organisation.
pub async fn wording(conn: &mut Conn, org_id: i64, code: &str) -> Result<Wording> {
    with_parts(conn, org_id, code).await.map(|(wording, _)| wording)
}

/// One wording, and what may be included in it: code and text.
pub(super) async fn with_parts(
    conn: &mut Conn,
    org_id: i64,
    code: &str,
) -> Result<(Wording, Vec<(String, String)>)> {
    let all = wordings(conn, org_id).await?;
    let found = all.iter().find(|wording| wording.code == code).cloned();
    let found = found.ok_or_else(|| Error::not_found("这种文书"))?;
    Ok((found, of_parts(all)))
}

fn of_parts(all: Vec<Wording>) -> Vec<(String, String)> {
    all.into_iter()
        .filter(Wording::is_part)
        .map(|part| (part.code, part.body))
        .collect()
}

/// The wording that comes with the program.
pub fn shipped_wording(code: &str) -> Result<Wording> {
    let found = template::shipped().iter().find(|template| template.code == code);
    found.map(Wording::of).ok_or_else(|| Error::not_found("这种文书"))
}

/// A version of an office's own wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Counts from 1.
    pub version: i64,
    /// What it said.
    pub body: String,
    /// Who wrote it; `已离职人员` where they were erased.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Every version that the office wrote itself, newest first.
pub async fn wording_history(conn: &mut Conn, org_id: i64, code: &str) -> Result<Vec<Version>> {
    let mut found = Vec::new();
    for (version, body, person_id, at) in store::versions(conn, org_id, code).await? {
        let by = crate::organisation::person_name(conn, person_id).await?;
        found.push(Version {
            version,
            body,
            by,
            at,
        });
    }
    Ok(found)
}

/// What may be included in a letter: code and text.
pub(super) async fn parts(conn: &mut Conn, org_id: i64) -> Result<Vec<(String, String)>> {
    Ok(of_parts(wordings(conn, org_id).await?))
}

/// Puts another wording in force from the next letter on. The office's word, not an act of a case.
///
/// # Errors
/// Invalid: names that nobody fills, brackets that do not close.
pub async fn reword(
    conn: &mut Conn,
    org_id: i64,
    code: &str,
    body: &str,
    person_id: i64,
    now: Timestamp,
) -> Result<Wording> {
    let before = wording(conn, org_id, code).await?;
    let after = Wording {
        body: body.replace("\r\n", "\n").trim().to_owned(),
        version: before.version + 1,
        ..before
    };
    let mut found = template::problems(&after, &parts(conn, org_id).await?);
    if after.body.is_empty() {
        found.push(
            Issue::new(
                "wording-empty",
                "措辞不能为空。",
                "请写上正文；想用回原来的措辞，请点“恢复通用措辞”。",
            )
            .at("body"),
        );
    }
    if !found.is_empty() {
        return Err(Error::invalid(found));
    }
    store::insert_wording(conn, org_id, &after, person_id, now).await?;
    Ok(after)
}

/// How a wording reads with sample values.
///
/// # Errors
/// As [`reword`].
pub async fn preview(
    conn: &mut Conn,
    org_id: i64,
    wording: &Wording,
    date: jiff::civil::Date,
) -> Result<typeset::Letter> {
    let samples: Map<String, Json> = template::field_names()
        .iter()
        .map(|field| (field.name.clone(), field.sample.clone().into()))
        .collect();
    let (title, text) = template::fill(wording, &parts(conn, org_id).await?, &samples)?;
    let agency = crate::organisation::name(conn, org_id).await?;
    let look = if wording.plain {
        typeset::Look::Plain
    } else {
        typeset::Look::Correspondence
    };
    let mut letter = typeset::Letter::new(look, &agency, &title, date);
    letter.blocks = markup::blocks(&text);
    letter.signature = Some(typeset::Signature {
        agency,
        seal: true,
        impression: None,
    });
    Ok(letter)
}
