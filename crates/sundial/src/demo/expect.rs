//! Whether the story came out as it says.

use face::App;
use jiff::Timestamp;
use kernel::{Error, Issue, Result};
use matters::publication;
use procedure::Light;

use super::fixtures::Desk;
use super::live::{World, next_edition};

/// Every expectation that does not hold, all at once.
pub async fn check(app: &App, world: &World, desks: &[Desk], now: Timestamp) -> Result<()> {
    let mut wrong = Vec::new();
    for desk in desks {
        if let Some(sentence) = unmet(app, world, desk, now).await? {
            wrong.push(Issue::new(
                "story",
                format!("{}：{sentence}。", desk.document),
                "",
            ));
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(wrong))
    }
}

async fn unmet(app: &App, world: &World, desk: &Desk, now: Timestamp) -> Result<Option<String>> {
    let (document_id, holder) = (world.document(&desk.document)?, world.person(&desk.holder)?);
    let mut conn = app.db.read().await?;
    let edition = next_edition(&mut conn, document_id).await?;
    if edition != desk.edition {
        return Ok(Some(format!("应当是第{}版，实际是第{edition}版", desk.edition)));
    }
    if ["draft", "returned"].contains(&desk.waiting.as_str()) {
        let drafts = publication::draft_list(&mut conn, holder, now).await?;
        let stands = drafts
            .iter()
            .any(|draft| draft.document_id == document_id && draft.work == desk.waiting);
        return Ok((!stands).then(|| format!("{} 的稿件里没有它（{}）", desk.holder, desk.waiting)));
    }
    let items = world.docket.desk(&mut conn, holder, now).await?;
    let item = items
        .iter()
        .find(|item| item.file.subject_kind == publication::DOCUMENT && item.file.subject_id == document_id);
    let Some(item) = item else {
        return Ok(Some(format!("{} 的桌上没有它", desk.holder)));
    };
    let case = world.docket.case(&mut conn, item.file.id).await?;
    let here = case.state.holders(&case.definition);
    if !here
        .iter()
        .any(|ball| ball.actors.iter().any(|actor| actor.role == desk.waiting))
    {
        return Ok(Some(format!("应当在 {}，实际在“{}”", desk.waiting, item.place)));
    }
    let light = match item.light {
        Light::Red => "red",
        Light::Yellow => "yellow",
        Light::Green => "green",
        Light::None => "none",
    };
    let expected = desk.light.as_deref();
    Ok(expected
        .filter(|expected| *expected != light)
        .map(|expected| format!("应当亮 {expected} 灯，实际是 {light}")))
}
