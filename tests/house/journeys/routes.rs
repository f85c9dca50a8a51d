//! Which pages there are: read from the list of every route and every role's answer that the pages' own
//! tests keep. A page that is not listed there does not pass its test; one that is listed there and not
//! here fails this one.

const LISTED: &str = include_str!("../../../crates/face/tests/snapshots/route_role.txt");
/// What is fetched by programs, or leads on.
const NO_PAGES: [&str; 33] = [
    "/alive",
    "/api/v1/powers",
    "/api/v1/search",
    "/api/v1/services",
    "/assets/{*path}",
    "/d/{slug}/receipt/{ordinal}",
    "/desk/imports/{id}/items/{item}/original",
    "/desk/letters/{file}",
    "/desk/people/organisations/{id}/seals/{file}",
    "/desk/requests/figures/{file}",
    "/desk/requests/register/import/{id}/{file}",
    "/desk/requests/{id}/papers/{paper}",
    "/desk/requests/{id}/redactions/{work}/given",
    "/desk/requests/{id}/redactions/{work}/pages/{page}",
    "/desk/services/figures/{file}",
    "/desk/services/{id}/papers/{paper}",
    "/healthz",
    "/ledger/checkpoint",
    "/ledger/key",
    "/ledger/tile/{*path}",
    "/look",
    "/powers/changes/{file}",
    "/powers/list/{file}",
    "/procedures/{file}",
    // Without a form in the browser these lead to where one begins.
    "/services/apply/check",
    "/services/apply/done",
    "/services/apply/form",
    "/services/apply/materials",
    "/services/apply/relay",
    "/sitemap/{n}",
    "/track/case/letters/{id}/{form}",
    "/track/case/papers/{id}",
    "/track/case/proof",
];

/// Files are downloaded, under their digest or under a name of their own.
fn is_file(pattern: &str) -> bool {
    let last = pattern.rsplit('/').next().unwrap_or_default();
    last.contains('.')
        || ["/files/{digest}", "/files/{name}"]
            .iter()
            .any(|end| pattern.ends_with(end))
}

/// The patterns of all pages, each once.
pub fn pages() -> Vec<&'static str> {
    let listed = LISTED.lines().filter_map(|line| line.strip_prefix("GET  "));
    let mut patterns: Vec<&str> = listed.filter_map(|line| line.split(' ').next()).collect();
    patterns.dedup();
    assert!(patterns.len() > 60, "the list is read: {patterns:?}");
    for one in NO_PAGES {
        assert!(patterns.contains(&one), "{one} is no route any more");
    }
    patterns.retain(|pattern| !NO_PAGES.contains(pattern) && !is_file(pattern));
    patterns
}
