//! The password once more, from somebody who is logged in: before what matters, because they may have left the screen
//! open.

use axum::http::StatusCode;
use kernel::Result;

use super::limits::{Limits, give_back, too_many};
use crate::door::{Caller, Owner};
use crate::form::Errors;
use crate::portal::page::Ask;

/// Its control, on every page.
pub(super) const FIELD: &str = "current_password";

/// Says at its field what is wrong with the password; the status to answer under where something is. Wrong ones count
/// as those at the entrance do.
pub(super) async fn check(
    ask: &Ask,
    caller: &Caller,
    owner: &Owner,
    typed: &str,
    errors: &mut Errors,
) -> Result<StatusCode> {
    if typed.is_empty() {
        errors.add(FIELD, "还没有填写现在的密码。");
        return Ok(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let limits = Limits::read(&mut ask.conn().await?).await?;
    let login = &owner.account.login;
    if let Err(until) = limits.secret(caller, login) {
        errors.add(FIELD, too_many(until));
        return Ok(StatusCode::TOO_MANY_REQUESTS);
    }
    let kept = Some(owner.account.password_hash.clone());
    if caller.password_fits(typed.to_owned(), kept).await? {
        give_back(caller, login);
    } else {
        errors.add(FIELD, "现在的密码不正确。请核对后重新输入。");
    }
    Ok(StatusCode::UNPROCESSABLE_ENTITY)
}
