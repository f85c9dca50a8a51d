//! 文书核验: is the letter that somebody holds one that this site's organs sent, and is its term over.
//!
//! Whoever holds a letter reads its code from it; the page says what can be held against the paper, with a person's name
//! in part only, and nothing of what the letter says.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kernel::db::Conn;
use kernel::time::{civil_date, minute_text};
use kernel::{Result, code};
use office::letter::{self, Row};
use office::seal;
use serde::Deserialize;
use typeset::{Block, FormRow};

use super::frame::Shell;
use super::page::{Ask, Drawn};
use crate::door::{PageResult, see_other};
use crate::form::Errors;
use crate::workbench::NavLink;

/// Rows of a letter's own form that tell for what and until when it stands.
const TOLD: [&str; 3] = [HOLDER, "办理事项", UNTIL];
const HOLDER: &str = "持有人";
const UNTIL: &str = "有效期至";

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    code: String,
}

#[derive(Template)]
#[template(path = "portal/letter.html")]
struct LetterPage {
    shell: Shell,
    trail: Vec<NavLink>,
    code: String,
    errors: Errors,
    verdict: Option<Verdict>,
}

struct Verdict {
    stands: bool,
    headline: &'static str,
    says: String,
    facts: Vec<(&'static str, String)>,
}

/// `/v`: the code is typed in; with it, the way goes to its own page.
pub(super) async fn form(ask: Ask, Query(typed): Query<Typed>) -> PageResult {
    let mut errors = Errors::none();
    if !typed.code.trim().is_empty() {
        match code::as_letter_code(&typed.code) {
            Some(code) => return Ok(see_other(&letter::verification(&code))),
            None => errors.add("code", UNREADABLE),
        }
    }
    draw(&ask, typed.code, errors, None)
}

const UNREADABLE: &str =
    "验证码是 12 个字母和数字，印在文书的二维码下面，例如 7K3M-9QXA-CDEF。请检查有没有抄漏。";

/// `/v/{code}`: where the letter's own square leads.
pub(super) async fn page(ask: Ask, Path(typed): Path<String>) -> PageResult {
    let mut errors = Errors::none();
    if code::as_letter_code(&typed).is_none() {
        errors.add("code", UNREADABLE);
        return draw(&ask, typed, errors, None);
    }
    let mut conn = ask.conn().await?;
    let verdict = match letter::by_code(&mut conn, &typed).await? {
        Some(row) => known(&ask, &mut conn, &row).await?,
        None => Verdict {
            stands: false,
            headline: "没有这份文书",
            says: "本站没有发出过验证码是这个的文书。请先核对有没有抄错；没有抄错的，请打电话问文书上写的机关，不要按它付钱。".to_owned(),
            facts: Vec::new(),
        },
    };
    drop(conn);
    draw(&ask, typed, errors, Some(verdict))
}

fn draw(ask: &Ask, code: String, errors: Errors, verdict: Option<Verdict>) -> PageResult {
    let wrong = !errors.is_empty();
    let page = LetterPage {
        shell: ask.shell("/v"),
        trail: ask.frame.trail(None, "文书核验"),
        code,
        errors,
        verdict,
    };
    let mut answer = ask.private(Drawn::new(&page)?)?;
    if wrong {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

async fn known(ask: &Ask, conn: &mut Conn, row: &Row) -> Result<Verdict> {
    let mut facts = vec![("文书", row.name.clone())];
    facts.extend(row.number.clone().map(|number| ("文号", number)));
    if let Some(letter) = &row.letter {
        facts.push(("标题", letter.title.clone()));
        facts.push(("发文机关", letter.agency.clone()));
        facts.push(("成文日期", letter.date_text()));
        facts.extend(letter.addressee.as_deref().map(|name| ("主送", hidden(name))));
        facts.extend(rows(&letter.blocks));
    }
    if let Some(id) = row.seal_id
        && let Some(seal) = seal::find(conn, id).await?
    {
        facts.push(("印章", seal.name()));
    }
    facts.push(("发出时间", minute_text(row.made_at)));
    let events = kernel::record::events(conn, row.case_id).await?;
    let event = events.iter().find(|event| event.seq == row.seq);
    let index = event.and_then(|event| event.ledger_index);
    facts.extend(index.map(|index| ("公开存证", format!("第 {index} 条"))));
    facts.push(("内容摘要", row.digest.clone()));
    let until = facts
        .iter()
        .find(|(label, _)| *label == UNTIL)
        .and_then(|(_, told)| text::date::parse(told));
    Ok(
        match until.is_some_and(|until| until < civil_date(ask.app.now())) {
            false => Verdict {
                stands: true,
                headline: "是本站机关发出的文书",
                says: "请把下面每一项与手里的文书对一遍，都一样才是真的。".to_owned(),
                facts,
            },
            true => Verdict {
                stands: false,
                headline: "是真的，但有效期已过",
                says: "本站机关发出过这份文书，写明的有效期已经过了。要继续使用的，请问发文机关怎么延续。"
                    .to_owned(),
                facts,
            },
        },
    )
}

fn rows(blocks: &[Block]) -> Vec<(&'static str, String)> {
    let forms = blocks.iter().filter_map(|block| match block {
        Block::Form(rows) => Some(rows),
        _ => None,
    });
    let fields = forms.flatten().filter_map(|row| match row {
        FormRow::Fields(fields) => Some(fields),
        FormRow::Section(_) => None,
    });
    fields
        .flatten()
        .filter_map(|field| {
            let label = TOLD.into_iter().find(|label| *label == field.label)?;
            Some(match label {
                HOLDER => (label, hidden(&field.value)),
                _ => (label, field.value.clone()),
            })
        })
        .collect()
}

/// A person's name in part; an organisation's is no secret.
fn hidden(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    match characters.as_slice() {
        [first, rest @ ..] if characters.len() <= 4 => {
            std::iter::once(*first).chain(rest.iter().map(|_| '*')).collect()
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_persons_name_is_shown_in_part() {
        for (name, shown) in [
            ("陈晓月", "陈**"),
            ("欧阳明月", "欧***"),
            ("晴川县清河农业合作社", "晴川县清河农业合作社"),
            ("", ""),
        ] {
            assert_eq!(hidden(name), shown);
        }
    }
}
