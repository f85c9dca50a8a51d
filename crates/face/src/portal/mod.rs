//! What the public reads.
//!
//! **The law behind it.** 政府信息公开条例 art. 19–24 (what is open, where, and that it can be searched, read
//! and taken away); 政府网站发展指引 (addresses that stay, marks, meta tags, 找错, 无障碍); 无障碍环境建设法
//! art. 32.
//!
//! # Invariants
//! - Data comes from [`matters::publication::PublicReader`] and the search index; no page here can reach a draft.
//! - Every page works without scripts. An address that ever was public answers for ever: with the document,
//!   or with the tombstone that says when and why it went.
//! - A rendered page is kept for as long as nothing was recorded ([`Pages`]): an act of this process is seen
//!   at once, one of another node at most a second later.
//! - A date that the system did not record itself is shown as a claim.
//!
//! # Routes
//! `/` `/c/…` `/d/…` `/orgs/…` `/search` `/verify` `/v/…` `/sitemap` and the site's own pages; `/track…` (the room `progress`);
//! `/apply…` `/requests…` (the room `request`); `/services…` (the rooms `guide` and `service`); `/powers…` (the room `power`); `/my…` (the room `account`); [`not_found`] is for everything else.

mod account;
mod article;
mod body;
mod column;
mod difference;
mod document;
mod edition;
mod file;
mod frame;
mod guide;
mod hits;
mod home;
mod kept;
mod letter;
mod lost;
mod meta;
mod org;
mod page;
pub(crate) mod pager;
mod pages;
mod power;
mod process;
mod progress;
mod receipt;
pub(crate) mod request;
mod results;
pub(crate) mod service;
pub(crate) mod shape;
mod site;
mod sitemap;
mod stretch;
mod tombstone;
mod traditional;
mod upload;
mod verify;

use axum::Router;
use axum::routing::get;

pub use body::{body, framed};
pub use document::DocumentView;
pub use frame::{Frame, Shell};
pub(crate) use hits::{day, plain, search};
pub use lost::not_found;
pub use matters::publication::vocabulary::{self, Term, genre_code, genre_name, genres, theme_name, themes};
pub use page::{Ask, html};
pub use pages::Pages;
pub use traditional::traditional;

use crate::App;

/// Routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home::page))
        .route("/c/{slug}", get(column::page))
        .route("/d/{slug}", get(article::page))
        .route("/d/{slug}/editions", get(edition::history))
        .route("/d/{slug}/editions/{ordinal}", get(edition::page))
        .route("/d/{slug}/receipt", get(receipt::page))
        .route("/d/{slug}/receipt/{ordinal}", get(receipt::download))
        .route("/d/{slug}/files/{digest}", get(file::download))
        .route("/orgs", get(org::tree))
        .route("/orgs/{code}", get(org::page))
        .route("/search", get(results::page))
        .route("/verify", get(verify::form).post(verify::check))
        .route("/v", get(letter::form))
        .route("/v/{code}", get(letter::page))
        .route("/sitemap", get(sitemap::page))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemap/{n}", get(sitemap::part))
        .route("/robots.txt", get(sitemap::robots))
        .route("/contact", get(site::contact))
        .route("/about", get(site::about))
        .route("/accessibility", get(site::accessibility))
        .route("/help", get(site::help))
        .route("/errata", get(site::errata))
        .route("/ledger", get(site::ledger))
        .route("/api", get(site::api))
        .merge(account::routes())
        .merge(guide::routes())
        .merge(power::routes())
        .merge(process::routes())
        .merge(progress::routes())
        .merge(request::routes())
        .merge(service::routes())
}

/// Every matter whose cases an applicant follows.
static FOLLOWED: [&dyn progress::Followed; 2] = [&request::Requests, &service::Services];

#[cfg(test)]
mod tests;
