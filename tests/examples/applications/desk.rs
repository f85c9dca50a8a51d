//! How long the clerk waits for each page, one after the other, as far as the server is concerned.

use kernel::{Result, args};

use super::county::{self, County};
use super::house::House;
use super::life;
use super::percentile;

/// So many times each.
const TIMES: usize = 30;

/// A page and how long it took: name, p50, p95, the longest, milliseconds.
pub struct Waited {
    pub page: String,
    pub p50: f64,
    pub p95: f64,
    pub max: f64,
}

/// Every page, once to warm up and then again and again.
pub async fn waited(county: &County, house: &House) -> Result<Vec<Waited>> {
    // A running case whose letters have their text.
    let own = county.clone();
    let live = county.db.act(move |conn| {
        Box::pin(async move {
            let begun = life::steps(&own).into_iter().take(2).collect();
            life::lived(&own.docket, conn, &own, begun).await
        })
    });
    live.await?;
    let (open, archived) = (case_of(county, false).await?, case_of(county, true).await?);
    let (case, number, code) = open;
    let path = path(county).await?;
    let list = |query: &str| format!("/desk/services{query}");
    let pages = [
        ("today", "/desk".to_owned()),
        ("list", list("")),
        ("list, to be answered", list("?standing=to-answer")),
        ("list, to be archived", list("?standing=concluded")),
        ("list, archived", list("?standing=archived")),
        ("list, archived, page 100", list("?standing=archived&page=100")),
        ("list, all", list("?standing=all")),
        (
            "list, search for a number",
            list(&format!("?standing=all&q={}", encoded(&number))),
        ),
        (
            "list, search for a number that is not there",
            list("?standing=all&q=X2026-1"),
        ),
        ("list of one department", list(&format!("?org={path}"))),
        (
            "list of one department, all",
            list(&format!("?standing=all&org={path}")),
        ),
        ("case, running", list(&format!("/{case}"))),
        ("case, archived", list(&format!("/{}", archived.0))),
        ("window", "/desk/window".to_owned()),
        (
            "window, everyday words",
            format!("/desk/window?q={}", encoded("开第7家店")),
        ),
        (
            "window, the item's screen",
            format!("/desk/window/items/{}", county::code(7)),
        ),
    ];
    let mut all = Vec::new();
    for (who, person) in [("whole county", county.clerk), ("one department", county.desk)] {
        let mut clerk = house.colleague(person).await?;
        for (page, address) in &pages {
            let one = person == county.desk;
            let elsewhere = address.contains("/items/") || page.starts_with("case");
            if one && (elsewhere || address.contains("org=")) {
                continue;
            }
            let mut took = vec![];
            for _ in 0..TIMES {
                took.push(clerk.get(address).await.took);
            }
            all.push(of(format!("{page} ({who})"), took));
        }
    }
    let mut took = [vec![], vec![], vec![]];
    for n in 0..TIMES {
        let mut applicant = house.stranger(900_000 + n);
        let page = applicant.get("/track").await;
        let mut fields = page.form("name=\"code\"");
        fields.extend([("number".into(), number.clone()), ("code".into(), code.clone())]);
        let entered = applicant.post("/track", &fields).await;
        took[0].push(page.took);
        took[1].push(entered.took);
        took[2].push(applicant.get(&entered.led()).await.took);
    }
    let names = ["/track", "number and query code sent", "one's own case"];
    all.extend(
        names
            .into_iter()
            .zip(took)
            .map(|(page, took)| of(format!("{page} (applicant)"), took)),
    );
    Ok(all)
}

fn of(page: String, mut took: Vec<f64>) -> Waited {
    took.sort_by(f64::total_cmp);
    Waited {
        page,
        p50: percentile(&took, 0.5),
        p95: percentile(&took, 0.95),
        max: took.last().copied().unwrap_or_default(),
    }
}

/// Row, number and query code of a case: the newest that is open, which was lived here; or an archived one among the copies.
async fn case_of(county: &County, archived: bool) -> Result<(i64, String, String)> {
    let mut conn = county.db.read().await?;
    let sql = match archived {
        true => {
            "SELECT c.id, c.number, c.query_code FROM case_file c JOIN service s ON s.case_id = c.id
             WHERE c.id >= (SELECT max(id) / 2 FROM case_file) AND s.standing = 'archived' ORDER BY c.id LIMIT 1"
        }
        false => {
            "SELECT c.id, c.number, c.query_code FROM case_file c JOIN service s ON s.case_id = c.id
             ORDER BY c.id DESC LIMIT 1"
        }
    };
    let row = conn.one(sql, args![]).await?;
    Ok((row.get("id")?, row.get("number")?, row.get("query_code")?))
}

async fn path(county: &County) -> Result<String> {
    let mut conn = county.db.read().await?;
    let row = conn.one(
        "SELECT path FROM organisation WHERE id = $1",
        args![county.department + 3],
    );
    row.await?.get("path")
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
