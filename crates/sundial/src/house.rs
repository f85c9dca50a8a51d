//! The composition root: one data directory becomes one running house.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use face::App;
use kernel::db::Db;
use kernel::record::{Identity, Signer};
use kernel::time::Clock;
use kernel::{Error, Fault, RefusalKind, Result};
use office::docket::{Almanac, Docket, Registry};
use office::file::Files;

/// What is needed to open a house.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The data directory.
    pub data: PathBuf,
    /// `postgres://…`; the directory's own SQLite file where absent.
    pub postgres: Option<String>,
    /// Whose time.
    pub clock: Clock,
    /// At founding, the domain under which the ledger is signed for good; later it is in the key.
    pub ledger_name: Option<String>,
    /// A demonstration: its ledger's origin ends in `/demo`.
    pub demo: bool,
    /// Cookies only over TLS.
    pub secure_cookies: bool,
}

/// A house that is open.
pub struct House {
    /// What every page and job reaches.
    pub app: App,
    /// The data directory.
    pub data: PathBuf,
}

impl House {
    /// Opens the data directory, making what is absent.
    pub async fn open(settings: Settings) -> Result<House> {
        let data = settings.data.clone();
        if settings.ledger_name.is_none() && !data.join("ledger/key").exists() {
            // Before anything is made: a directory that was only mistyped stays as it was.
            return Err(unfounded(&data));
        }
        std::fs::create_dir_all(&data).map_err(|error| unusable(&data, &error))?;
        let db = match &settings.postgres {
            Some(url) => Db::postgres(url).await?,
            // A demonstration that breaks off is filled from nothing again.
            None if settings.demo => Db::sqlite_in_haste(&data.join("sundial.db")).await?,
            None => Db::sqlite(&data.join("sundial.db")).await?,
        };
        let now = settings.clock.now();
        let docket = Docket {
            registry: Arc::new(Registry::open(&db, now).await?),
            almanac: Arc::new(Almanac::open(&db).await?),
        };
        let files = Files::open(&data.join("files"))?;
        let (search, opened) = search::Index::open(&data.join("index")).map_err(Fault::new)?;
        if opened.needs_rebuild() {
            tracing::debug!("search index: {opened:?}; it fills itself from the record");
        }
        let signer = signer(&db, &data, settings.ledger_name, settings.demo).await?;
        let app = App {
            db,
            clock: settings.clock,
            docket,
            files,
            search,
            signer,
            press: press(&data),
            pages: face::portal::Pages::new(),
            secure_cookies: settings.secure_cookies,
        };
        Ok(House { app, data })
    }

    /// Lets the writer finish and closes the database.
    pub async fn close(self) {
        self.app.db.close().await;
    }
}

/// The ledger's key and witness live in the data directory, beside the database and never in it.
async fn signer(db: &Db, data: &Path, ledger_name: Option<String>, demo: bool) -> Result<Signer> {
    let identity = Identity::load_or_make(&data.join("ledger/key"), || {
        let name = ledger_name.ok_or_else(|| unfounded(data))?;
        let origin = format!("{name}/ledger");
        let origin = if demo {
            ledger::Origin::demo(&origin)
        } else {
            ledger::Origin::official(&origin)
        };
        Ok(origin.map_err(Fault::new)?)
    })?;
    Signer::open(db.clone(), identity, data.join("ledger/checkpoint")).await
}

fn unfounded(data: &Path) -> Error {
    Error::refuse(
        RefusalKind::Invalid,
        "not-founded",
        format!("数据目录 {} 还没有建站。", data.display()),
        "正式使用请先运行 sundial init；想看演示请运行 sundial demo。",
    )
}

fn unusable(data: &Path, error: &std::io::Error) -> Error {
    Error::refuse(
        RefusalKind::Invalid,
        "data-directory",
        format!("数据目录 {} 不能使用：{error}。", data.display()),
        "请用 --data 指定一个有写权限的目录。",
    )
}

/// Letters are set by this very program; typefaces of the office lie in the data directory's `fonts`.
fn press(data: &Path) -> face::press::Press {
    match std::env::current_exe() {
        Ok(program) => face::press::Press::of(program, vec![data.join("fonts")]),
        Err(_) => face::press::Press::here(),
    }
}
