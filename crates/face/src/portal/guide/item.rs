//! /services/{code}: the answer in thirty seconds, what to bring, where, how long, what it costs, on what basis.

use askama::Template;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use kernel::Result;
use office::catalogue::{self, Item, kind_label};

use crate::door::PageResult;
use crate::portal::frame::Shell;
use crate::portal::page::{Ask, Drawn};
use crate::portal::shape::Fact;
use crate::workbench::NavLink;

struct MaterialView {
    name: String,
    how: String,
    source: &'static str,
    notes: String,
    needed: bool,
    may_follow: bool,
}

struct QuestionView {
    name: String,
    text: String,
    options: Vec<(String, bool)>,
}

#[derive(Template)]
#[template(path = "portal/guide/item.html")]
struct ItemPage {
    shell: Shell,
    trail: Vec<NavLink>,
    here: String,
    item: Item,
    kind: &'static str,
    org: String,
    in_force: bool,
    version: i64,
    brief: Vec<(&'static str, String)>,
    facts: Vec<Fact>,
    questions: Vec<QuestionView>,
    materials: Vec<MaterialView>,
    /// Materials that this situation does not need.
    spared: usize,
}

pub(super) async fn page(ask: Ask, Path(code): Path<String>, RawQuery(query): RawQuery) -> PageResult {
    let answers = answers(query.as_deref().unwrap_or_default());
    let here = format!("/services/{code}");
    // Answers make pages of their own; only the plain one is kept.
    if answers.is_empty() {
        return ask.kept(&here, draw(&ask, &code, &here, &answers)).await;
    }
    match draw(&ask, &code, &here, &answers).await {
        Ok(drawn) => ask.once(drawn),
        Err(error) => Err(error.into()),
    }
}

/// What was answered: `q.amount=1000 吨以上`.
fn answers(query: &str) -> Vec<(String, String)> {
    let asked = pairs(query).into_iter().filter_map(|(name, value)| {
        let code = name.strip_prefix("q.")?;
        (!value.is_empty()).then(|| (code.to_owned(), value))
    });
    asked.collect()
}

/// Names and values of a query; nothing where it cannot be read.
fn pairs(query: &str) -> Vec<(String, String)> {
    axum::extract::Query::try_from_uri(&format!("/?{query}").parse().unwrap_or_default())
        .map(|axum::extract::Query(pairs)| pairs)
        .unwrap_or_default()
}

async fn draw(ask: &Ask, code: &str, here: &str, answers: &[(String, String)]) -> Result<Drawn> {
    let mut conn = ask.conn().await?;
    let entry = catalogue::entry(&mut conn, code).await?;
    let item = catalogue::item(&mut conn, &entry, entry.version).await?;
    drop(conn);
    let mut trail = ask.frame.trail(None, &item.name);
    trail.insert(
        1,
        NavLink {
            label: "办事".into(),
            href: "/services".into(),
            current: false,
        },
    );
    let materials: Vec<MaterialView> = item.materials_for(answers).map(material).collect();
    let page = ItemPage {
        shell: ask.shell(here),
        trail,
        here: here.to_owned(),
        kind: kind_label(&item.kind),
        org: entry.org_name,
        in_force: entry.in_force,
        version: entry.version,
        brief: brief(&item),
        facts: facts(&item),
        questions: item.questions.iter().map(|it| question(it, answers)).collect(),
        spared: item.materials.len() - materials.len(),
        materials,
        item,
    };
    let status = if page.in_force {
        StatusCode::OK
    } else {
        StatusCode::GONE
    };
    Ok(Drawn::new(&page)?.status(status))
}

fn material(it: &catalogue::Material) -> MaterialView {
    MaterialView {
        name: it.name.clone(),
        how: format!("{} {} 份", it.kind.label(), it.copies),
        source: it.source.label(),
        notes: it.notes.clone(),
        needed: it.needed,
        may_follow: it.may_follow,
    }
}

fn question(it: &catalogue::Question, answers: &[(String, String)]) -> QuestionView {
    let said = answers
        .iter()
        .find(|(code, _)| *code == it.code)
        .map(|(_, said)| said);
    QuestionView {
        name: format!("q.{}", it.code),
        text: it.text.clone(),
        options: it
            .options
            .iter()
            .map(|one| (one.clone(), said == Some(one)))
            .collect(),
    }
}

/// Where, how long, how much, how often one comes: what most look for.
fn brief(item: &Item) -> Vec<(&'static str, String)> {
    let fee = match item.fees.is_empty() {
        true => "不收费".to_owned(),
        false => item
            .fees
            .iter()
            .map(|it| format!("{}：{}", it.name, it.tariff))
            .collect::<Vec<_>>()
            .join("；"),
    };
    let visits = match item.visits {
        Some(0) => "不用到现场".to_owned(),
        Some(times) => format!("到现场 {times} 次"),
        None => String::new(),
    };
    let rows = [
        ("承诺时限", item.promised.text()),
        ("法定时限", item.statutory.text()),
        ("费用", fee),
        ("跑几次", visits),
        ("在哪里办", item.place.clone()),
        ("什么时候办", item.hours.clone()),
        ("咨询电话", item.phone.clone()),
    ];
    rows.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

fn facts(item: &Item) -> Vec<Fact> {
    let audience: Vec<&str> = item.audience.iter().map(|it| it.label()).collect();
    Fact::present(vec![
        Fact::new("办件类型", item.handling.label()),
        Fact::new("服务对象", audience.join("、")),
        Fact::new("承办机构", item.handling_office.clone()),
        Fact::new("办理形式", item.ways.join("、")),
        Fact::new("办理结果", item.result_name.clone()),
        Fact::new("结果类型", item.result_kind.clone()),
        Fact::new("结果送达", if item.by_post { "可以邮寄" } else { "" }),
        Fact::new("通办范围", item.reach.clone()),
        Fact::new("数量限制", item.quota.clone()),
        Fact::new("年审年检", item.yearly.clone()),
        Fact::new("中介服务", item.intermediary.clone()),
        Fact::new("投诉渠道", item.complaint.clone()),
        Fact::new("时限说明", item.term_note.clone()).wide(),
        Fact::new("事项编码", item.code.clone()),
    ])
}

#[cfg(test)]
mod tests {
    use super::answers;

    #[test]
    fn only_answers_to_questions_are_read() {
        let found = answers("q.amount=1000%20%E5%90%A8%E4%BB%A5%E4%B8%8A&other=1&q.empty=");
        assert_eq!(found, [("amount".to_owned(), "1000 吨以上".to_owned())]);
        assert!(answers("%%%").is_empty() && answers("").is_empty());
    }
}
