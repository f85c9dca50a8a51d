//! `sundial demo`: a fictional county, and half a year of its work lived through the real engine: six weeks as they are
//! told, and applications for service items as a seed makes them up ([`half_year`]).
//!
//! Nothing is inserted: every document, signature and withdrawal went through the verbs of the pages,
//! at its simulated instant. The ledger is signed under a name that ends in `/demo`.

mod applications;
mod batch;
mod document;
mod expect;
mod fixtures;
mod forms;
mod found;
mod guide;
mod half_year;
mod items;
mod live;
mod requests;
mod seals;
mod staff;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use face::App;
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan};
use kernel::time::{Clock, civil_date, minute_text};
use kernel::{Error, RefusalKind, Result};
use office::catalogue::Item;
use office::organisation;

use crate::house::{House, Settings};
use crate::{Place, jobs, lock, serve};
use fixtures::{Act, Organisations};
use live::World;

/// How the demonstration is shown.
#[derive(Args, Clone, Debug)]
pub struct Ask {
    /// 监听地址
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// 只填充数据，不启动服务
    #[arg(long)]
    no_serve: bool,
    /// 半年内的政务服务办件按一个县的数量填充（数千件，需要几分钟）；不加则只填充几百件
    #[arg(long)]
    half_year: bool,
}

/// Applications that are made up, beside those that are told: as many as start within seconds, and as many as a small
/// county has.
const A_FEW: usize = 300;
const HALF_YEAR: usize = 4000;
/// Acts of the made-up half-year that one transaction takes at most.
const TOGETHER: usize = 64;

/// While this is there, the directory is half filled and nobody's work is in it.
const UNFINISHED: &str = "demo.unfinished";
/// Who can log in. Its presence means that the directory is a finished demonstration.
const LOGINS: &str = "demo.toml";

/// Fills the data directory where it is empty, then serves it.
pub async fn run(ask: Ask, place: &Place) -> Result<ExitCode> {
    let logins = place.data.join(LOGINS);
    // Both before the filling, which takes a while: a demonstration that cannot be shown is not made.
    let listener = match ask.no_serve {
        true => None,
        false => Some(serve::bind(ask.listen).await?),
    };
    std::fs::create_dir_all(&place.data)?;
    let _lock = lock::take(place)?;
    if logins.exists() {
        say!("{} 里已有演示，不再重新填充。", place.data.display());
    } else {
        make_room(place)?;
        let begun = Instant::now();
        let applications = if ask.half_year { HALF_YEAR } else { A_FEW };
        let acts = fill(place, applications).await?;
        say!(
            "晴川县的半年已经过完：{acts} 步，用时 {:.1} 秒。",
            begun.elapsed().as_secs_f64()
        );
    }
    say!("{}", guide::text(&logins, ask.listen)?.trim_end());
    let Some(listener) = listener else {
        return Ok(ExitCode::SUCCESS);
    };
    let house = House::open(place.settings()).await?;
    say!("日晷演示已启动：http://{}（按 Ctrl+C 停止）", ask.listen);
    serve::serve(house, listener).await?;
    Ok(ExitCode::SUCCESS)
}

/// A filling that was broken off is begun anew; anybody's own data is left alone.
fn make_room(place: &Place) -> Result<()> {
    let data = &place.data;
    let unfinished = data.join(UNFINISHED);
    if unfinished.exists() && place.postgres.is_none() {
        for name in ["sundial.db", "sundial.db-wal", "sundial.db-shm"] {
            let _ = std::fs::remove_file(data.join(name));
        }
        for name in ["files", "index", "ledger"] {
            let _ = std::fs::remove_dir_all(data.join(name));
        }
    } else if data.join("sundial.db").exists() || data.join("ledger/key").exists() {
        return Err(Error::refuse(
            RefusalKind::Conflict,
            "not-a-demo",
            format!("{} 里已有数据，而且不是完整的演示，没有改动它。", data.display()),
            "请用 --data 指定一个空目录；用 PostgreSQL 的，请同时换一个空的数据库。",
        ));
    }
    std::fs::create_dir_all(data)?;
    std::fs::write(&unfinished, "演示正在填充；填充完成后此文件消失。\n")?;
    Ok(())
}

/// Lives the story, with so many made-up applications beside it. How many acts it has.
async fn fill(place: &Place, applications: usize) -> Result<usize> {
    let story = fixtures::story()?;
    let domain = fixtures::read::<Organisations>("county/organisations.toml")?
        .site
        .domain;
    let midnight = story.founded.at(8, 0, 0, 0).to_zoned(kernel::time::shanghai());
    let begins = midnight
        .map_err(|error| fixtures::wrong("county/story.toml", &error.to_string()))?
        .timestamp();
    let clock = Clock::simulated(begins);
    let settings = Settings {
        clock: clock.clone(),
        ledger_name: Some(domain),
        demo: true,
        ..place.settings()
    };
    let house = House::open(settings).await?;
    let app = house.app.clone();
    let county = found::found(&app, begins).await?;
    let (desks, ends_at) = (story.desks, story.ends_at);
    let items = Arc::new(items::catalogue(&app).await?);
    let mut acts = story.acts;
    acts.extend(made_up(&app, &items, applications, (story.founded, ends_at))?);
    acts.sort_by_key(|act| act.at);
    let n = acts.len();
    let world = World {
        docket: app.docket.clone(),
        files: app.files.clone(),
        county,
        documents: BTreeMap::new(),
        removals: BTreeMap::new(),
        batches: BTreeMap::new(),
        adjustments: BTreeMap::new(),
        requests: BTreeMap::new(),
        services: BTreeMap::new(),
        items,
    };
    let world = live(&app, world, acts).await?;
    clock.set(ends_at);
    settle(&app, ends_at).await?;
    while jobs::index_new(&app).await? > 0 {}
    expect::check(&app, &world, &desks, ends_at).await?;
    guide::write(&app, &house.data.join(LOGINS), ends_at).await?;
    std::fs::remove_file(house.data.join(UNFINISHED))?;
    house.close().await;
    Ok(n)
}

/// The acts of the made-up half-year: people apply from the second day of the catalogue until two days before the end.
fn made_up(
    app: &App,
    items: &BTreeMap<String, Item>,
    applications: usize,
    (founded, ends_at): (Date, Timestamp),
) -> Result<Vec<Act>> {
    let people = fixtures::read("county/people.toml")?;
    let days = app.docket.almanac.calendar().latest();
    let from = founded.saturating_add(2.days());
    let until = civil_date(ends_at).saturating_sub(1.days());
    let ground = half_year::Ground::new(items, &people, days, from, until);
    Ok(half_year::acts(&ground, applications, ends_at))
}

/// Act by act at its instant; at the end of each day the ledger's head is signed. What was made up and follows upon
/// another on one day is taken together.
async fn live(app: &App, mut world: World, acts: Vec<Act>) -> Result<World> {
    let mut day = None;
    let mut acts = acts.into_iter().enumerate().peekable();
    while let Some((n, act)) = acts.next() {
        let today = civil_date(act.at);
        let before = day.replace(today);
        if before.is_some_and(|before| before != today) {
            app.signer.sign(&app.clock).await?;
            if today.weekday() == Weekday::Monday {
                heard(app, act.at).await?;
            }
        }
        app.clock.set(act.at);
        if before != Some(today) || !act.deed.is_service() {
            pass(app, act.at).await?;
        }
        let mut together = vec![act];
        while together.len() < TOGETHER
            && together[0].deed.is_service()
            && let Some((_, next)) =
                acts.next_if(|(_, next)| next.deed.is_service() && civil_date(next.at) == today)
        {
            together.push(next);
        }
        world = live_together(app, world, n, together).await?;
    }
    Ok(world)
}

async fn live_together(app: &App, world: World, n: usize, together: Vec<Act>) -> Result<World> {
    let last = together.last().map(|act| act.at);
    let done = app.db.act(move |conn| {
        Box::pin(async move {
            let mut world = world;
            for (more, act) in together.iter().enumerate() {
                let lived = world.carry_out(conn, act).await;
                world = lived.map_err(|error| not_lived(n + more, act, &error))?;
            }
            Ok(world)
        })
    });
    let world = done.await?;
    last.into_iter().for_each(|at| app.clock.set(at));
    Ok(world)
}

/// On Mondays everybody has read what there was to read.
async fn heard(app: &App, now: Timestamp) -> Result<()> {
    app.db
        .act(move |conn| {
            Box::pin(async move {
                for post in organisation::incumbents(conn, civil_date(now)).await? {
                    organisation::see_all_notices(conn, post.person_id, i64::MAX, now).await?;
                }
                Ok(())
            })
        })
        .await
}

/// What the jobs of a serving house do as time goes by.
async fn pass(app: &App, now: Timestamp) -> Result<()> {
    jobs::wake_together(app, now).await?;
    jobs::remind_due(app, now).await.map(|_| ())
}

async fn settle(app: &App, now: Timestamp) -> Result<()> {
    pass(app, now).await?;
    app.signer.sign(&app.clock).await.map(|_| ())
}

fn not_lived(n: usize, act: &Act, error: &Error) -> Error {
    Error::refuse(
        RefusalKind::Conflict,
        "story",
        format!(
            "故事的第{}步（{}，{}，{:?}）没有办成：{error}",
            n + 1,
            minute_text(act.at),
            act.who,
            act.deed
        ),
        "",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole county, on SQLite: every act goes through, and every desk is as the story says.
    /// The room goes as its holder is dropped, which does not mind that the search index still
    /// tidies up behind itself at that moment.
    #[tokio::test]
    async fn the_county_lives_its_half_year() {
        let room = tempfile::tempdir().unwrap();
        let place = Place {
            data: room.path().join("data"),
            postgres: None,
        };
        make_room(&place).unwrap();
        let acts = fill(&place, 120).await;
        assert!(acts.unwrap_or_else(|error| panic!("{error}")) > 700);
        assert!(place.data.join(LOGINS).exists());
    }

    #[test]
    fn a_directory_with_other_data_is_left_alone() {
        let room = tempfile::tempdir().unwrap();
        let data = room.path().join("data");
        std::fs::create_dir_all(data.join("ledger")).unwrap();
        std::fs::write(data.join("ledger/key"), "theirs").unwrap();
        let refused = make_room(&Place {
            data: data.clone(),
            postgres: None,
        });
        assert!(refused.is_err());
        let kept = std::fs::read_to_string(data.join("ledger/key")).unwrap();
        assert_eq!(kept, "theirs");
    }
}
