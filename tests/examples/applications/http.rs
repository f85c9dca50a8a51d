//! The same life as its people have it: the window's screen, the case desk, and the page on which an applicant follows.

use std::sync::Arc;
use std::time::Instant;

use kernel::Result;

use super::county::{self, County, DEPARTMENTS};
use super::house::{Browser, House, Seen};
use super::{SPAN, together};

const PDF: &[u8] = b"%PDF-1.7 scanned";

/// What came of it.
pub struct Lives {
    pub per_s: f64,
    /// Requests a life.
    pub requests: usize,
    /// Milliseconds of every request, in order.
    pub took: Vec<f64>,
}

/// The people of one client.
struct Hands {
    clerk: Browser,
    handler: Browser,
    leader: Browser,
}

/// Every client lives one application after the other.
pub async fn rate(county: &County, house: &Arc<House>, clients: usize) -> Result<Lives> {
    let started = Instant::now();
    let all = together(clients, |client| {
        let (county, house) = (county.clone(), house.clone());
        async move {
            let mut hands = Hands {
                clerk: house.colleague(county.clerk).await?,
                handler: house.colleague(county.handler).await?,
                leader: house.colleague(county.leader).await?,
            };
            let (mut took, mut n) = (Vec::new(), 0);
            while started.elapsed() < SPAN {
                let stranger = house.stranger(client * 10_000 + n + 1);
                one(&county, &mut hands, stranger, client + n, &mut took).await;
                n += 1;
            }
            Ok((n, took))
        }
    })
    .await?;
    let span = started.elapsed().as_secs_f64();
    let lives: usize = all.iter().map(|(n, _)| n).sum();
    let mut took: Vec<f64> = all.into_iter().flat_map(|(_, took)| took).collect();
    took.sort_by(f64::total_cmp);
    Ok(Lives {
        per_s: lives as f64 / span,
        requests: took.len() / lives.max(1),
        took,
    })
}

fn with(mut fields: Vec<(String, String)>, more: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(
        more.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    fields
}

async fn one(county: &County, hands: &mut Hands, mut applicant: Browser, n: usize, took: &mut Vec<f64>) {
    let mut noted = |seen: Seen| -> Seen {
        took.push(seen.took);
        seen
    };
    // The clerk finds the item by what people call it, receives and accepts on one screen.
    let item = n as i64 % DEPARTMENTS;
    let sought = format!("/desk/window?q=%E5%BC%80%E7%AC%AC{item}%E5%AE%B6%E5%BA%97");
    noted(hands.clerk.get(&sought).await);
    let screen = format!("/desk/window/items/{}", county::code(item));
    let page = noted(hands.clerk.get(&screen).await);
    let typed = [
        ("channel", "counter"),
        ("agent", "self"),
        ("f.applicant_kind", "个人"),
        ("f.applicant_name", "测某"),
        ("f.applicant_paper", "居民身份证"),
        ("f.applicant_id", "11010519491231002X"),
        ("f.contact_phone", "13900000001"),
        ("delivery_way", "counter"),
        ("c.1", "ok"),
        ("c.2", "ok"),
        ("c.3", "ok"),
        ("answer", "accept"),
    ];
    let fields = with(page.form("name=\"answer\""), &typed);
    let scans = [
        ("m.1", "a.pdf", PDF),
        ("m.2", "b.pdf", PDF),
        ("m.3", "c.pdf", PDF),
    ];
    let to = noted(hands.clerk.upload(&screen, &fields, &scans).await).led();
    let voucher = noted(hands.clerk.get(&to).await);
    let (number, code) = (voucher.text_of("number"), voucher.text_of("query-code"));
    let case = format!("/desk/services/{}", to.rsplit('/').next().unwrap_or_default());
    // Made over to a handler, proposed, granted.
    let handler = county.handler.to_string();
    let steps: [(bool, &str, &[(&str, &str)]); 3] = [
        (
            false,
            "route",
            &[("route.reason", "由我办理。"), ("route.handler", &handler)],
        ),
        (
            false,
            "propose",
            &[("propose.proposal", "grant"), ("propose.opinion", "符合条件。")],
        ),
        (true, "grant", &[]),
    ];
    for (leads, act, typed) in steps {
        let browser = match leads {
            true => &mut hands.leader,
            false => &mut hands.handler,
        };
        let page = noted(browser.get(&case).await);
        let fields = with(page.form(&format!("name=\"act\" value=\"{act}\"")), typed);
        let acts = format!("{case}/acts");
        let mut seen = noted(browser.upload(&acts, &fields, &[]).await);
        if seen.status == 200 {
            // What goes out is read before it goes.
            let fields = with(seen.form("name=\"go\" value=\"confirm\""), &[("go", "confirm")]);
            seen = noted(browser.upload(&acts, &fields, &[]).await);
        }
        assert_eq!(seen.status, 303, "{act}: {}", seen.page);
    }
    // The applicant asks after it.
    let page = noted(applicant.get("/track").await);
    let fields = with(
        page.form("name=\"code\""),
        &[("number", number.as_str()), ("code", code.as_str())],
    );
    let to = noted(applicant.post("/track", &fields).await).led();
    let page = noted(applicant.get(&to).await);
    assert!(page.page.contains(&number), "{}", page.page);
}
