//! 选登: the office's words about an answered request, for everybody to read.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, Result};
use matters::request::{self, Request};
use serde::Deserialize;

use super::case::read;
use super::reach;
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html_with, see_other};
use crate::form;
use crate::workbench::casework::{Back, text};

/// The form's words.
pub struct LogView {
    pub title: String,
    pub summary: String,
    pub title_error: String,
    pub summary_error: String,
    /// It is shown to the public now.
    pub shown: bool,
}

impl LogView {
    /// For a request that is concluded, and for whoever does its office's work.
    pub async fn of(
        conn: &mut Conn,
        visitor: &Visitor,
        it: &Request,
        back: &Back,
        now: Timestamp,
    ) -> Result<Option<LogView>> {
        if it.concluded_on.is_none() || !reach::POSTS.works(conn, visitor, it.org_id, now).await? {
            return Ok(None);
        }
        let typed = |name: &str, kept: &Option<String>| match back.typed.contains_key(name) {
            true => text(&back.typed, name).to_owned(),
            false => kept.clone().unwrap_or_default(),
        };
        let (title_error, summary_error) = (back.errors.of("log_title"), back.errors.of("log_summary"));
        Ok(Some(LogView {
            title: typed("log_title", &it.log_title),
            summary: typed("log_summary", &it.log_summary),
            title_error: title_error.to_owned(),
            summary_error: summary_error.to_owned(),
            shown: it.log_title.is_some(),
        }))
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Words {
    log_title: String,
    log_summary: String,
}

pub async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(words): SafeForm<Words>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let it = request::request_of_case(&mut conn, id).await?;
    if !reach::POSTS
        .works(&mut conn, &visitor, it.org_id, app.now())
        .await?
    {
        reach::need(reach::Sight::Nothing, reach::Sight::Full)?;
    }
    if it.concluded_on.is_none() {
        return Err(Error::refuse(
            kernel::RefusalKind::Conflict,
            "not-concluded",
            "申请还没有答复，不能选登。",
            "请在答复以后再选登。",
        )
        .into());
    }
    drop(conn);
    let (sent, session_id, request_id) = (words.clone(), visitor.session_id, it.id);
    let kept = app.db.act(move |conn| {
        Box::pin(async move {
            request::show_in_log(conn, request_id, &sent.log_title, &sent.log_summary).await?;
            let sentence = match sent.log_title.trim().is_empty() {
                true => "已从选登里撤下。",
                false => "已选登，公众可以看到标题和摘要。",
            };
            kernel::session::flash(conn, session_id, sentence).await
        })
    });
    match form::told(kept.await)? {
        Ok(()) => {
            app.pages.changed();
            Ok(see_other(&format!("/desk/requests/{id}")))
        }
        Err(errors) => {
            let typed = [("log_title", words.log_title), ("log_summary", words.log_summary)];
            let typed = typed
                .into_iter()
                .map(|(name, text)| (name.to_owned(), vec![text]))
                .collect();
            let back = Back {
                typed,
                errors,
                ..Back::default()
            };
            let page = read(&app, &mut app.db.read().await?, &visitor, id, back).await?;
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}
