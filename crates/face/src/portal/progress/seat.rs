//! Whose case: found by the pass that the browser keeps, and the way onward where it keeps none.

use axum::response::Response;
use kernel::Result;
use kernel::db::Conn;

use super::pass;
use crate::door::{Caller, Kept, see_other};
use crate::portal::page::Ask;

/// The pass leaves the browser, and with it the form that it came from; one under way stays.
pub(in crate::portal) async fn leave(ask: &Ask, caller: &Caller) -> Result<()> {
    caller.drop(Kept::Case);
    for form in [Kept::Filing, Kept::Applying] {
        if let Some(secret) = caller.kept(form)
            && office::filing::is_over(&mut ask.conn().await?, secret).await?
        {
            caller.drop(form);
        }
    }
    Ok(())
}

/// The case that the caller's pass leads to; otherwise they are led to where one shows number and code.
pub(in crate::portal) async fn case(
    ask: &Ask,
    caller: &Caller,
    conn: &mut Conn,
) -> Result<std::result::Result<i64, Response>> {
    let found = match caller.kept(Kept::Case) {
        Some(shown) => pass::case(conn, shown, ask.app.now()).await?,
        None => None,
    };
    Ok(found.ok_or_else(|| see_other("/track")))
}
