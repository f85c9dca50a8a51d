//! Where the links and pictures of an imported page lead: what is not here is not pretended to be.
//!
//! Files and pictures of the old site do not come with its pages. A link to another page of the old site
//! may lead on by its old address, if that page is imported too; whether it is, is known only when the
//! batch is complete ([`super::batch::report`]).

use super::item::{Finding, finding};
use crate::publication::content::Content;

/// So many addresses are named; the rest is counted.
const NAMED_MAX: usize = 5;

/// Takes out what cannot lead anywhere here, and says so. Links to pages of the old site are spelt out
/// from its root where it is known where the page stood.
pub(super) fn settle(content: &mut Content, findings: &mut Vec<Finding>) {
    content.body = text::sanitise::resolved(&content.body, &content.meta.old_address);
    strike(content, findings, is_page);
}

/// Takes out what `leads` does not know; true where something was.
pub(super) fn strike(
    content: &mut Content,
    findings: &mut Vec<Finding>,
    leads: impl Fn(&str) -> bool,
) -> bool {
    let (body, astray) = text::sanitise::without_astray(&content.body, |_| false, leads);
    if astray.is_empty() {
        return false;
    }
    content.body = body;
    if !astray.pictures.is_empty() {
        let sentence = format!(
            "正文里的{}张图片没有随页面保存，已去掉；需要的请作为附件补上。",
            astray.pictures.len()
        );
        findings.push(finding(
            "picture-astray",
            "warning",
            &named(&astray.pictures),
            &sentence,
        ));
    }
    if !astray.links.is_empty() {
        let sentence = format!(
            "有{}个链接指向旧网站上没有导入的页面或文件，已改为普通文字。",
            astray.links.len()
        );
        let addresses: Vec<String> = astray.links.into_iter().map(|(_, address)| address).collect();
        findings.push(finding("link-astray", "warning", &named(&addresses), &sentence));
    }
    true
}

/// A page of the old site, by its address from the root.
fn is_page(address: &str) -> bool {
    old_page(address).is_some_and(|path| {
        [".html", ".htm", ".shtml"]
            .iter()
            .any(|ending| path.ends_with(ending))
    })
}

/// The path of an address from the root, as old addresses are kept.
pub(super) fn old_page(address: &str) -> Option<&str> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.starts_with('/').then_some(path)
}

fn named(addresses: &[String]) -> String {
    let mut named = addresses
        .iter()
        .take(NAMED_MAX)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("，");
    if addresses.len() > NAMED_MAX {
        named.push('…');
    }
    named
}
