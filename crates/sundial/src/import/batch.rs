//! A batch in the house: opened, filled in chunks, reported, and accepted where somebody else was named.

use std::io::Write as _;
use std::path::Path;

use face::App;
use kernel::{Fault, Result};
use matters::publication::import::{self, BatchView, Item, Tally};
use office::docket::Order;
use office::organisation::Actor;

use super::choice::{self, Choice};
use super::{Into, refuse, write_report};
use crate::house::House;
use crate::{Place, jobs};

/// A batch under way.
pub struct Filling {
    house: House,
    choice: Choice,
    batch_id: i64,
    label: String,
    offered: usize,
}

impl Filling {
    /// Opens the house and begins the batch, or goes on with the one of this name.
    pub async fn begin(place: &Place, into: &Into, label: &str) -> Result<Filling> {
        if !place.data.join("ledger/key").exists() {
            return Err(refuse(
                format!("数据目录 {} 还没有建站。", place.data.display()),
                "请用 --data 指定已建站的数据目录；只想看看能读出什么，请加 --dry-run。",
            ));
        }
        let house = House::open(place.settings()).await?;
        let (app, now) = (house.app.clone(), house.app.now());
        let choice = choice::choose(&mut app.db.read().await?, into, kernel::time::civil_date(now)).await?;
        for line in &choice.taken {
            say!("{line}");
        }
        let (actor, org_id, column_id) = (Actor::person(choice.by), choice.org_id, choice.column.id);
        let label = into.label.clone().unwrap_or_else(|| label.to_owned());
        let name = label.clone();
        let batch_id = app
            .db
            .act(move |conn| {
                Box::pin(async move { import::begin(conn, &actor, org_id, column_id, &name, now).await })
            })
            .await?;
        Ok(Filling {
            house,
            choice,
            batch_id,
            label,
            offered: 0,
        })
    }

    /// The running house.
    pub fn app(&self) -> &App {
        &self.house.app
    }

    /// Puts one chunk into the batch, in one act.
    pub async fn put(&mut self, items: Vec<Item>, of: Option<usize>) -> Result<()> {
        self.offered += items.len();
        let batch_id = self.batch_id;
        self.house
            .app
            .db
            .act(move |conn| {
                Box::pin(async move { import::read_into(conn, batch_id, items).await.map(|_| ()) })
            })
            .await?;
        let total = of.map(|of| format!("/{of}")).unwrap_or_default();
        eprint!("\r已读入 {}{total} 条", self.offered);
        let _ = std::io::stderr().flush();
        Ok(())
    }

    /// 提交验收, and acceptance where somebody was named for it. True when the batch has something.
    pub async fn finish(self, report: Option<&Path>) -> Result<bool> {
        eprintln!();
        let tally = self.tally(self.batch_id).await?;
        say!("{}", counted(&self.label, &tally));
        if let Some(file) = report {
            let mut conn = self.house.app.db.read().await?;
            write_report(file, &BatchView::report_json(&mut conn, self.batch_id).await?)?;
        }
        let something = tally.ready + tally.held > 0;
        if something {
            self.hand_in().await?;
        } else {
            say!("没有新内容需要验收，这一次不留批次。");
            self.discard().await?;
            self.go_on_with_waiting().await?;
        }
        self.house.close().await;
        Ok(something || tally.duplicate > 0)
    }

    async fn discard(&self) -> Result<()> {
        let app = &self.house.app;
        let (actor, batch_id, now) = (Actor::person(self.choice.by), self.batch_id, app.now());
        app.db
            .act(move |conn| {
                Box::pin(async move { import::discard(conn, &actor, batch_id, now).await.map(|_| ()) })
            })
            .await
    }

    async fn tally(&self, batch_id: i64) -> Result<Tally> {
        let app = &self.house.app;
        let mut conn = app.db.read().await?;
        let actor = Actor::person(self.choice.by);
        Ok(
            BatchView::read(&app.docket, &mut conn, &actor, batch_id, app.now())
                .await?
                .tally,
        )
    }

    async fn hand_in(&self) -> Result<()> {
        let app = self.house.app.clone();
        let (actor, batch_id, now) = (Actor::person(self.choice.by), self.batch_id, app.now());
        let docket = app.docket.clone();
        let done = app
            .db
            .act(move |conn| {
                Box::pin(async move {
                    import::report(&docket, conn, &actor, batch_id, Order::default(), now).await
                })
            })
            .await?;
        say!("已提交验收：{}。", done.number);
        self.accept_or_say(self.batch_id, done.case_id).await
    }

    async fn accept_or_say(&self, batch_id: i64, case_id: i64) -> Result<()> {
        match self.choice.accept_by {
            Some(person_id) => self.accept(batch_id, person_id).await?,
            None => self.say_who_accepts(case_id).await?,
        }
        follow(&self.house.app).await
    }

    async fn accept(&self, batch_id: i64, person_id: i64) -> Result<()> {
        let app = self.house.app.clone();
        let (actor, now) = (Actor::person(person_id), app.now());
        let docket = app.docket.clone();
        let mut order = Order::default();
        order.data.insert("sample_checked".to_owned(), true.into());
        let _ = app
            .db
            .act(move |conn| {
                Box::pin(async move { import::accept(&docket, conn, &actor, batch_id, order, now).await })
            })
            .await?;
        let tally = self.tally(batch_id).await?;
        say!(
            "已验收：公开 {} 条；需要人工处理的 {} 条已存为稿件。",
            tally.published,
            tally.held
        );
        Ok(())
    }

    async fn say_who_accepts(&self, case_id: i64) -> Result<()> {
        let app = &self.house.app;
        let today = kernel::time::civil_date(app.now());
        let who = choice::reviewers(&mut app.db.read().await?, self.choice.org_id, today).await?;
        if who.is_empty() {
            say!("这个单位还没有历史数据验收人，请组织人员管理员设岗后验收。");
        } else {
            say!(
                "请由 {} 登录工作台，在 /desk/cases/{case_id} 验收；验收之前不公开。",
                who.join("、")
            );
        }
        Ok(())
    }

    /// An earlier run may have left its batch waiting for acceptance: killed, or nobody named for it.
    async fn go_on_with_waiting(&self) -> Result<()> {
        let mut conn = self.house.app.db.read().await?;
        let waiting = import::batches(&mut conn, 100).await?;
        drop(conn);
        for (batch, _) in waiting {
            if let (Some(case_id), "reported", true) =
                (batch.case_id, batch.standing.as_str(), batch.label == self.label)
            {
                say!("同名的一批已经提交，正等待验收。");
                self.accept_or_say(batch.id, case_id).await?;
            }
        }
        Ok(())
    }
}

fn counted(label: &str, tally: &Tally) -> String {
    format!(
        "“{label}”：可以公开 {}，需要人工处理 {}，重复 {}，无法读取 {}。",
        tally.ready, tally.held, tally.duplicate, tally.refused
    )
}

/// Signs and indexes what happened. A serving house beside this one does both by itself.
async fn follow(app: &App) -> Result<()> {
    app.signer.sign(&app.clock).await?;
    loop {
        match jobs::index_new(app).await {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(error) => {
                tracing::info!("search index: {error}");
                say!("检索索引由正在运行的服务更新。");
                return Ok(());
            }
        }
    }
}

/// Work that would hold up everything else.
pub async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(Fault::new)?)
}
