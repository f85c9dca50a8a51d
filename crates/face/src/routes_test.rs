//! Who may go where: every route asked by every role, against a list that is checked in.
//!
//! A change of authority shows as a difference; a new route fails until it is listed. To take the
//! present answers over, after reading every changed line: `SUNDIAL_UPDATE_SNAPSHOTS=1`.

mod samples;
mod sources;

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use axum::body::Body;
use axum::http::Request;
use kernel::session;
use office::account;
use office::organisation::ROLES;
use samples::{Sample, Samples};

use crate::workbench::tests::town::{Seen, Town, encode};

/// Login and heading of each column; no login is somebody who has not logged in. All hold one post in
/// the county's office, but the last one: a submitter of the bureau below it.
const COLUMNS: [(&str, &str, &str); 19] = [
    ("", "none", "not logged in"),
    ("xie", "subm", "submitter"),
    ("ke", "sect", "section_head"),
    ("fen", "bran", "branch_leader"),
    ("gong", "open", "openness_office"),
    ("shou", "head", "head"),
    ("xia", "take", "takedown_officer"),
    ("dao", "impo", "importer"),
    ("yan", "impr", "import_reviewer"),
    ("zu", "oadm", "org_admin"),
    ("jian", "supe", "supervisor"),
    ("xitong", "sadm", "site_admin"),
    ("jing", "cler", "request_clerk"),
    ("qian", "ophd", "openness_head"),
    ("chuang", "wind", "window_clerk"),
    ("pi", "hand", "service_handler"),
    ("piz", "shed", "service_head"),
    ("ku", "keep", "catalogue_keeper"),
    ("wai", "othe", "submitter of another organisation"),
];
const HEAD: &str = "\
# Route × role: what everybody is answered. Written by the test `routes_test`; read every changed line.
# POST: with the form's own token and a form that whoever may do it could send.
# login = led to the login page; 303 = done or led on; 403, 404 = no authority, or nothing there for them;
# 409 = this step is not open to them, or not now; 422 = may try, but not this.
";

#[test]
fn every_role_has_a_column() {
    for role in ROLES {
        assert!(
            COLUMNS.iter().any(|(_, _, who)| *who == role.code),
            "{}",
            role.code
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn authority_is_as_listed() {
    let town = Town::found().await;
    let samples = Samples::make(&town).await;
    let mut lines = vec![
        HEAD.to_owned(),
        legend(),
        line("", &COLUMNS.map(|(_, head, _)| head.to_owned())),
    ];
    let tokens = tokens(&town).await;
    for route in sources::routes() {
        for sample in samples.of(&route) {
            let title = format!("{:4} {}{}", route.method, route.pattern, sample.note);
            lines.push(line(
                &title,
                &answers(&town, &tokens, route.method, &sample).await,
            ));
        }
    }
    compare(&lines.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_done_without_the_forms_token_or_from_another_site() {
    let town = Town::found().await;
    let samples = Samples::make(&town).await;
    let tokens = tokens(&town).await;
    for route in sources::routes().iter().filter(|route| route.method != "GET") {
        for sample in samples.of(route) {
            for who in ["", "xie", "zu", "xitong"] {
                let ours = ask(&town, who, route.method, &sample, Some("forged"), "same-origin").await;
                assert!(
                    [401, 403].contains(&ours.status.as_u16()),
                    "{who} {route:?}: {}",
                    ours.status
                );
                let token = &tokens[who].1;
                let theirs = ask(&town, who, route.method, &sample, Some(token), "cross-site").await;
                assert_eq!(theirs.status, 403, "{who} {route:?}");
            }
        }
    }
}

/// Whichever cookie the account's token is put into.
#[tokio::test(flavor = "multi_thread")]
async fn an_applicants_account_opens_nothing_of_the_workbench() {
    let town = Town::found().await;
    let samples = Samples::make(&town).await;
    let now = town.app.now();
    let begun = town.app.db.act(move |conn| {
        Box::pin(async move {
            let (id, _) = account::register(conn, "applicant", "no hash", now).await?;
            session::begin(conn, session::Whose::Account(id), now).await
        })
    });
    let (_, value) = begun.await.unwrap();
    let workbench = |pattern: &str| pattern == "/desk" || pattern.starts_with("/desk/");
    for route in sources::routes().iter().filter(|route| workbench(&route.pattern)) {
        for sample in samples.of(route) {
            for name in ["sundial_account", "sundial_session"] {
                let cookie = format!("{name}={value}");
                let token = Some("00").filter(|_| route.method != "GET");
                let seen = send(&town, &cookie, route.method, &sample, token, "same-origin").await;
                let out = seen.leads_to().starts_with("/login") || [401, 403].contains(&seen.status.as_u16());
                assert!(out, "{name} {route:?}: {}", seen.status);
            }
        }
    }
}

/// One row: each column's answer. Whatever was done is undone before the next one asks.
async fn answers(town: &Town, tokens: &Tokens, method: &str, sample: &Sample) -> [String; COLUMNS.len()] {
    let mut answers: [String; COLUMNS.len()] = Default::default();
    let mut copy = None;
    for (n, (who, _, _)) in COLUMNS.into_iter().enumerate() {
        let seen = if method == "GET" {
            ask(town, who, method, sample, None, "same-origin").await
        } else {
            let here = match copy.take() {
                Some(here) => here,
                None => town.copy().await,
            };
            let (cookie, token) = &tokens[who];
            let seen = send(&here, cookie, method, sample, Some(token), "same-origin").await;
            if seen.status.as_u16() >= 400 {
                copy = Some(here);
            }
            seen
        };
        answers[n] = if seen.leads_to().starts_with("/login") {
            "login".to_owned()
        } else {
            seen.status.as_u16().to_string()
        };
    }
    answers
}

/// By login: the cookie, and the token that their forms carry. They are good in copies of the town too.
type Tokens = HashMap<&'static str, (String, String)>;

async fn tokens(town: &Town) -> Tokens {
    let mut tokens = HashMap::new();
    for (who, _, _) in COLUMNS {
        tokens.insert(who, token(town, who).await);
    }
    tokens
}

async fn token(town: &Town, who: &str) -> (String, String) {
    if !who.is_empty() {
        return (town.cookie(who), town.token(who).await);
    }
    let request = Request::builder().uri("/login").body(Body::empty()).unwrap();
    let seen = town.send(request).await;
    let cookie = seen.headers["set-cookie"].to_str().unwrap();
    (cookie.split(';').next().unwrap().to_owned(), seen.hidden("csrf"))
}

async fn ask(town: &Town, who: &str, method: &str, sample: &Sample, token: Option<&str>, site: &str) -> Seen {
    let cookie = if who.is_empty() {
        String::new()
    } else {
        town.cookie(who)
    };
    send(town, &cookie, method, sample, token, site).await
}

async fn send(
    town: &Town,
    cookie: &str,
    method: &str,
    sample: &Sample,
    token: Option<&str>,
    site: &str,
) -> Seen {
    let mut request = Request::builder()
        .method(method)
        .uri(&sample.address)
        .header("accept", "text/html")
        .header("sec-fetch-site", site);
    if !cookie.is_empty() {
        request = request.header("cookie", cookie);
    }
    let Some(token) = token else {
        return town.send(request.body(Body::empty()).unwrap()).await;
    };
    let (kind, body) = match &sample.file {
        Some(file) => ("multipart/form-data; boundary=X", multipart(token, sample, file)),
        None => ("application/x-www-form-urlencoded", urlencoded(token, sample)),
    };
    town.send(
        request
            .header("content-type", kind)
            .body(Body::from(body))
            .unwrap(),
    )
    .await
}

fn urlencoded(token: &str, sample: &Sample) -> String {
    let mut body = format!("csrf={}", encode(token));
    for (name, value) in &sample.fields {
        body.push_str(&format!("&{name}={}", encode(value)));
    }
    body
}

fn multipart(token: &str, sample: &Sample, (field, name, content): &(&str, &str, &str)) -> String {
    let mut body = format!("--X\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n");
    for (name, value) in &sample.fields {
        body.push_str(&format!(
            "--X\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str(&format!(
        "--X\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n{content}\r\n--X--\r\n"
    ));
    body
}

fn legend() -> String {
    let words = COLUMNS.map(|(_, head, who)| format!("{head} {who}"));
    format!("# {}\n", words.join(" · "))
}

fn line(title: &str, cells: &[String; COLUMNS.len()]) -> String {
    let cells: String = cells.iter().map(|cell| format!(" {cell:>5}")).collect();
    format!("{title:<62}{cells}")
}

/// Fails with the lines that differ, theirs under ours.
fn compare(now: &str) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/route_role.txt");
    let now = format!("{now}\n");
    if std::env::var_os("SUNDIAL_UPDATE_SNAPSHOTS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        return fs::write(&file, now).unwrap();
    }
    let listed = fs::read_to_string(&file).unwrap_or_default();
    let gone = listed.lines().filter(|line| !now.lines().any(|one| one == *line));
    let come = now.lines().filter(|line| !listed.lines().any(|one| one == *line));
    let mut differing: Vec<String> = gone.map(|line| format!("- {line}")).collect();
    differing.extend(come.map(|line| format!("+ {line}")));
    // By route, so that what was listed stands over what is answered now.
    differing.sort_by_key(|line| {
        (
            line[2..].chars().take(62).collect::<String>(),
            line.starts_with('+'),
        )
    });
    assert!(
        differing.is_empty(),
        "{} differs. If every line is meant, run again with SUNDIAL_UPDATE_SNAPSHOTS=1.\n  {}\n{}",
        file.display(),
        line("", &COLUMNS.map(|(_, head, _)| head.to_owned())),
        differing.join("\n"),
    );
}
