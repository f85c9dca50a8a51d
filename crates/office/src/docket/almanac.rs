//! The calendar of this installation: the embedded record and the notices entered here.

use std::sync::{PoisonError, RwLock};

use calendar::{Calendar, Notice};
use jiff::Timestamp;
use kernel::db::{Conn, Db};
use kernel::{Error, Fault, Issue, Result};

use super::store;

/// Which days are working days, as known at any instant.
pub struct Almanac {
    calendar: RwLock<Calendar>,
}

/// An official notice that was entered here.
#[derive(Clone, Debug)]
pub struct NoticeRow {
    /// Row.
    pub id: i64,
    /// Its title.
    pub title: String,
    /// Its source, TOML.
    pub body: String,
    /// From when on readings know it.
    pub known_from: Timestamp,
}

impl Almanac {
    /// The embedded record and every notice in the database.
    pub async fn open(db: &Db) -> Result<Almanac> {
        let mut conn = db.read().await?;
        Ok(Almanac {
            calendar: RwLock::new(read(&mut conn).await?),
        })
    }

    /// The calendar as it stands; ask it `known_at(now)`.
    pub fn calendar(&self) -> Calendar {
        self.calendar
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Reads the notices again, after one was entered here or on another node.
    pub async fn refresh(&self, conn: &mut Conn) -> Result<()> {
        let fresh = read(conn).await?;
        *self.calendar.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// Enters a notice, known from `now` on. Its row, or every problem of its text at once; the same
    /// notice twice is one.
    pub async fn enter(&self, db: &Db, toml: &str, now: Timestamp) -> Result<i64> {
        let notice = calendar::parse_notice(toml).map_err(|problems| invalid(&problems))?;
        let id = enter_row(db, notice, toml.to_owned(), now).await?;
        self.refresh(&mut db.read().await?).await?;
        Ok(id)
    }
}

async fn enter_row(db: &Db, notice: Notice, body: String, now: Timestamp) -> Result<i64> {
    db.act(move |conn| Box::pin(async move { store::keep_notice(conn, &notice.title, &body, now).await }))
        .await
}

async fn read(conn: &mut Conn) -> Result<Calendar> {
    let mut notices = Vec::new();
    for row in store::notices(conn).await? {
        let mut notice =
            calendar::parse_notice(&row.body).map_err(|problems| Fault::new(problems.to_string()))?;
        // The public learnt of it when the State Council's office spoke; this system when it was told.
        notice.known_from = row.known_from;
        notices.push(notice);
    }
    Calendar::national()
        .plus(notices, Vec::new())
        .map_err(|problems| Error::Fault(Fault::new(problems.to_string())))
}

fn invalid(problems: &calendar::Problems) -> Error {
    Error::invalid(
        problems
            .to_string()
            .lines()
            .map(|line| Issue::new("calendar-notice", line, "请改正后重新导入；原有日历没有变化。"))
            .collect(),
    )
}
