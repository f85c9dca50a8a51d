//! 六位数接力: somebody fills in the form, or a part of it, for somebody else.

use askama::Template;
use axum::http::StatusCode;
use serde::Deserialize;

use super::followed::HOME;
use super::{page, seat};
use crate::door::{Caller, FormToken, Kept, PageResult, SafeForm, see_other};
use crate::form::{Errors, Nothing};
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::portal::progress::limits::{clock, limits};
use crate::workbench::NavLink;

const EACH: &str = "request-relay";
const ALL: &str = "request-relay-all";

#[derive(Template)]
#[template(path = "portal/request/relay.html")]
struct RelayPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    /// `123 456`; empty before it was asked for.
    figures: String,
    minutes: i64,
    address: String,
    /// Where the figures are asked for, and where one's own form goes on.
    here: &'static str,
    back: &'static str,
}

#[derive(Template)]
#[template(path = "portal/request/relay_open.html")]
struct OpenPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    errors: Errors,
    figures: String,
    /// A form of one's own is open here; it would be put aside.
    own: bool,
}

/// The six figures as they were typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Figures {
    figures: String,
}

pub(super) async fn page(ask: Ask, caller: Caller, token: FormToken) -> PageResult {
    match seat::form(&ask, &caller).await? {
        Ok(_) => draw(&ask, token, String::new()),
        Err(answer) => Ok(answer),
    }
}

pub(super) async fn lend(
    ask: Ask,
    caller: Caller,
    token: FormToken,
    SafeForm(_): SafeForm<Nothing>,
) -> PageResult {
    let open = match seat::form(&ask, &caller).await? {
        Ok(open) => open,
        Err(answer) => return Ok(answer),
    };
    let (secret, now) = (open.secret, ask.app.now());
    let figures = ask
        .app
        .db
        .act(move |conn| Box::pin(async move { office::filing::lend(conn, &secret, now).await }))
        .await?;
    draw(&ask, token, figures)
}

fn draw(ask: &Ask, token: FormToken, figures: String) -> PageResult {
    lent(ask, token, figures, (HOME, "/apply/relay", "/apply/check"))
}

/// The page of six figures, for a form of any matter: its home, where figures are asked for, where one's own form goes
/// on.
pub(in crate::portal) fn lent(
    ask: &Ask,
    token: FormToken,
    figures: String,
    (home, here, back): ((&str, &str), &'static str, &'static str),
) -> PageResult {
    let page = RelayPage {
        shell: page::shell(ask, here),
        trail: page::trail_of(ask, home, "请人接着填"),
        csrf: token.0,
        figures: match figures.len() {
            6 => format!("{} {}", &figures[..3], &figures[3..]),
            _ => figures,
        },
        minutes: office::filing::RELAY_MINUTES,
        address: ask.frame.absolute("/apply/relay/open"),
        here,
        back,
    };
    page::own_with(ask, &page, StatusCode::OK)
}

pub(super) async fn open(ask: Ask, caller: Caller, token: FormToken) -> PageResult {
    draw_open(
        &ask,
        &caller,
        token,
        String::new(),
        Errors::none(),
        StatusCode::OK,
    )
}

fn draw_open(
    ask: &Ask,
    caller: &Caller,
    token: FormToken,
    figures: String,
    errors: Errors,
    status: StatusCode,
) -> PageResult {
    let page = OpenPage {
        shell: ask.shell("/apply/relay/open"),
        trail: page::trail(ask, "帮别人填"),
        csrf: token.0,
        errors,
        figures,
        own: caller.kept(Kept::Filing).is_some(),
    };
    page::own_with(ask, &page, status)
}

pub(super) async fn take_over(
    ask: Ask,
    caller: Caller,
    token: FormToken,
    SafeForm(typed): SafeForm<Figures>,
) -> PageResult {
    let mut errors = Errors::none();
    if typed.figures.chars().filter(char::is_ascii_digit).count() != 6 {
        errors.add("figures", "接力码是六位数字。请向请您帮忙的人核对。");
        return draw_open(
            &ask,
            &caller,
            token,
            typed.figures,
            errors,
            StatusCode::UNPROCESSABLE_ENTITY,
        );
    }
    let limits = limits(&mut ask.conn().await?).await?;
    let tried = caller
        .take(EACH, limits.relay)
        .and_then(|()| caller.take_for(ALL, "", limits.relay_all));
    if let Err(until) = tried {
        errors.add(
            "figures",
            format!(
                "试的次数太多了。请在 {} 以后再试，或者请对方重新取一个接力码。",
                clock(until)
            ),
        );
        return draw_open(
            &ask,
            &caller,
            token,
            typed.figures,
            errors,
            StatusCode::TOO_MANY_REQUESTS,
        );
    }
    let (figures, now) = (typed.figures.clone(), ask.app.now());
    let taken = ask.app.db.act(move |conn| {
        Box::pin(async move {
            let Some(taken) = office::filing::take_over(conn, &figures, now).await? else {
                return Ok(None);
            };
            for matter in crate::portal::FOLLOWED {
                let secret = taken.secret.clone();
                if let Some((kept, to)) = matter.take_over(conn, taken.clone(), now).await? {
                    return Ok(Some((secret, kept, to)));
                }
            }
            Ok(None)
        })
    });
    let Some((secret, kept, to)) = taken.await? else {
        errors.add(
            "figures",
            "接力码不对，或者已经过了时间、用过了。请向请您帮忙的人核对，或者请他重新取一个。",
        );
        return draw_open(
            &ask,
            &caller,
            token,
            typed.figures,
            errors,
            StatusCode::UNPROCESSABLE_ENTITY,
        );
    };
    caller.give_back(EACH);
    caller.give_back_for(ALL, "");
    caller.keep(kept, &secret);
    Ok(see_other(&to))
}
