//! The small county behind its real router on a loopback port, with the jobs that follow the record.

use std::net::SocketAddr;
use std::time::Duration;

use face::App;
use jiff::SignedDuration;
use kernel::{Result, session};
use matters::publication;
use office::docket::CaseFile;
use office::file::Files;
use office::index;
use office::organisation::{Site, account, set_site};
use tests::support::{Browser, Settings, TestDb};
use tokio::task::JoinHandle;

use crate::town::{Ledger, Town};

/// Everybody's password.
pub const PASSWORD: &str = "qingchuan-journey-2026";

/// A house that answers.
pub struct House {
    pub town: Town,
    /// Where bytes are kept.
    pub files: Files,
    origin: String,
    tasks: Vec<JoinHandle<()>>,
}

impl House {
    /// Opens the county's doors: Monday, 7 September 2026, nine o'clock.
    pub async fn open(site: &TestDb) -> House {
        let town = Town::found(&site.db).await;
        settle(&town).await.expect("site and passwords are set");
        let ledger = Ledger::open(&site.db, site.folder()).await;
        let app = App {
            db: site.db.clone(),
            clock: town.clock.clone(),
            docket: town.docket.clone(),
            files: Files::open(&site.folder().join("files")).expect("a folder for files"),
            search: search::Index::in_memory().expect("an index"),
            signer: ledger.signer.clone(),
            press: face::press::Press::here(),
            pages: face::portal::Pages::new(),
            secure_cookies: false,
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("bound above"));
        let routes = face::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
        let serving = async move {
            axum::serve(listener, routes)
                .await
                .expect("it serves until the end")
        };
        let tasks = vec![
            tokio::spawn(serving),
            tokio::spawn(app.signer.clone().run(app.clock.clone())),
            tokio::spawn(follow(app.clone())),
        ];
        House {
            town,
            files: app.files.clone(),
            origin,
            tasks,
        }
    }

    /// The address of a path.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    pub fn later(&self, minutes: i64) {
        self.town
            .clock
            .set(self.town.now() + SignedDuration::from_mins(minutes));
    }

    /// A browser at this house; `None` where there is none, and the test is skipped by name.
    pub async fn seat(&self, name: &str, settings: Settings) -> Option<Seat<'_>> {
        let browser = Browser::open(name, settings).await?;
        Some(Seat { browser, house: self })
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// Somebody in front of a browser.
pub struct Seat<'h> {
    pub browser: Browser,
    house: &'h House,
}

impl Seat<'_> {
    pub async fn open(&self, path: &str) {
        self.browser.goto(&self.house.at(path)).await;
    }

    /// Whoever sat here is gone; `who` types name and password at the door, and stands in the workbench.
    pub async fn log_in(&self, who: &str) {
        self.try_to_log_in(who, PASSWORD).await;
        self.browser.assert_says(".who", &[&format!("{who}某")]).await;
    }

    /// Types this at the door.
    pub async fn try_to_log_in(&self, who: &str, password: &str) {
        self.house.later(1);
        self.leave().await;
        self.open("/login").await;
        self.browser.fill("#login", who).await;
        self.browser.fill("#password", password).await;
        self.browser.press("登录").await;
    }

    /// Sits down with a session that was begun elsewhere: for tests that are not about the door.
    pub async fn sit_down(&self, who: &str) {
        let (person, now) = (self.house.town.person(who), self.house.town.now());
        let begun = self
            .house
            .town
            .db
            .act(move |conn| Box::pin(session::begin(conn, session::Whose::Person(person), now)));
        let (_, value) = begun.await.expect("a session begins");
        self.browser.cookie("sundial_session", &value).await;
    }

    /// Sits down with a session of an applicant's account, the recovery code not yet written down.
    pub async fn sit_down_with(&self, account: i64, recovery: &str) {
        let now = self.house.town.now();
        let begun = self
            .house
            .town
            .db
            .act(move |conn| Box::pin(session::begin(conn, session::Whose::Account(account), now)));
        let (_, value) = begun.await.expect("a session begins");
        self.browser.cookie("sundial_account", &value).await;
        self.browser.cookie("sundial_recovery", recovery).await;
    }

    pub async fn leave(&self) {
        self.browser
            .client
            .delete_all_cookies()
            .await
            .expect("cookies can be deleted");
    }
}

/// The site's name, and one password for everybody, hashed once.
async fn settle(town: &Town) -> Result<()> {
    let hash = session::hash(PASSWORD)?;
    let people: Vec<i64> = town.everybody().map(|who| town.person(who)).collect();
    town.run(move |_, conn, now| {
        Box::pin(async move {
            set_site(conn, &site()).await?;
            for person in people {
                account::set_password(conn, person, &hash, None, now).await?;
            }
            Ok(())
        })
    })
    .await
}

fn site() -> Site {
    Site {
        name: "晴川县人民政府".into(),
        domain: "www.qingchuan.gov.example".into(),
        id_code: "9900000001".into(),
        sponsor: "晴川县人民政府".into(),
        operator: "晴川县人民政府办公室".into(),
        address: "晴川县城关明德路18号".into(),
        phone: "0990-0000125（只受理网站咨询，工作日 08:30—17:30）".into(),
        icp: "晴ICP备00000001号".into(),
        fictional: true,
        ..Site::default()
    }
}

/// What the served house does by itself: the index follows the record.
async fn follow(app: App) {
    loop {
        index_new(&app).await.expect("the index follows");
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
}

async fn index_new(app: &App) -> Result<()> {
    let cursor = app.search.cursor();
    let mut conn = app.db.read().await?;
    let round = index::next_round(&app.docket, &mut conn, cursor).await?;
    if round.cursor == cursor {
        return Ok(());
    }
    let mut entries = Vec::new();
    for CaseFile {
        subject_kind,
        subject_id,
        ..
    } in &round.cases
    {
        for document in publication::touched(&mut conn, subject_kind, *subject_id).await? {
            entries.push(publication::findable(&mut conn, document).await?);
        }
        for code in index::touched(&mut conn, subject_kind, *subject_id).await? {
            entries.extend(index::item(&mut conn, &code).await?);
        }
    }
    let (search, place) = (app.search.clone(), round.cursor);
    let taken = tokio::task::spawn_blocking(move || index::take_in(&search, entries, place, false));
    taken.await.expect("nothing panics")
}
