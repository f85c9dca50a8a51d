//! The statements of a life, and nothing else: heard once, then asked again for cases of their own.
//!
//! Texts and arguments are those that the engine asked; only what has to be another's is put in its place: rows of cases
//! and applications, numbers, keys of forms. Nothing is folded, checked, composed, hashed or numbered in the ledger.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use kernel::Result;
use kernel::db::{Conn, Db, Heard, Value};

use super::county::County;
use super::{SPAN, life, together};

/// The acts of a life, each with its statements.
pub struct Life {
    acts: Vec<Vec<Heard>>,
}

impl Life {
    /// Every statement, act by act, with how often it is asked there.
    pub fn told(&self) -> String {
        let mut lines = String::new();
        for (act, heard) in ["file", "accept", "route", "propose", "grant"]
            .iter()
            .zip(&self.acts)
        {
            let mut often: BTreeMap<&str, usize> = BTreeMap::new();
            for it in heard {
                *often.entry(it.sql).or_default() += 1;
            }
            lines.push_str(&format!("{act}: {}\n", heard.len()));
            for (sql, n) in often {
                let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ");
                lines.push_str(&format!("  {n} {sql}\n"));
            }
        }
        lines
    }

    /// How many statements.
    pub fn len(&self) -> usize {
        self.acts.iter().map(Vec::len).sum()
    }
}

/// Listens to one life.
pub async fn listened(county: &County) -> Result<Arc<Life>> {
    let mut acts = Vec::new();
    let (docket, clerk, now) = (county.docket.clone(), county.clerk, county.now);
    let filed = county.db.act(move |conn| {
        Box::pin(async move {
            conn.listen();
            let actor = office::organisation::Actor::person(clerk);
            let done = matters::service::file(&docket, conn, &actor, life::filing(3), now).await?;
            Ok((done.case_id, conn.heard()))
        })
    });
    let (case_id, heard) = filed.await?;
    acts.push(heard);
    for (who, sent) in life::steps(county) {
        let docket = county.docket.clone();
        let heard = county.db.act(move |conn| {
            Box::pin(async move {
                conn.listen();
                let actor = office::organisation::Actor::person(who);
                let _ = matters::service::act(&docket, conn, &actor, case_id, sent, now).await?;
                Ok(conn.heard())
            })
        });
        acts.push(heard.await?);
    }
    Ok(Arc::new(Life { acts }))
}

/// Every client asks the statements of one life after the other, act by act.
pub async fn rate(db: &Db, life: &Arc<Life>, clients: usize) -> Result<f64> {
    let started = Instant::now();
    let all = together(clients, |_| {
        let (db, life) = (db.clone(), life.clone());
        async move {
            let mut n = 0_u64;
            while started.elapsed() < SPAN {
                let mut others = Others::default();
                for act in 0..life.acts.len() {
                    let life = life.clone();
                    others = db
                        .act(move |conn| {
                            Box::pin(async move {
                                for heard in &life.acts[act] {
                                    others.ask(conn, heard).await?;
                                }
                                Ok(others)
                            })
                        })
                        .await?;
                }
                n += 1;
            }
            Ok(n)
        }
    })
    .await?;
    let rate = all.iter().sum::<u64>() as f64 / started.elapsed().as_secs_f64();
    // On SQLite the next act would have to number what was asked here.
    kernel::record::number(db).await?;
    Ok(rate)
}

/// What stands for what was heard: rows by (table, id), words by themselves.
#[derive(Default)]
struct Others {
    rows: BTreeMap<i64, i64>,
    words: BTreeMap<String, String>,
}

impl Others {
    async fn ask(&mut self, conn: &mut Conn, heard: &Heard) -> Result<()> {
        let inserts = |table: &str| {
            heard
                .sql
                .trim_start()
                .starts_with(&format!("INSERT INTO {table} "))
        };
        if inserts("case_file") {
            self.another_word(&heard.args[0]);
        }
        if inserts("event") {
            // The key of the form is the one argument that nobody may send twice.
            heard
                .args
                .iter()
                .filter(|it| is_key(it))
                .for_each(|it| self.another_word(it));
        }
        if inserts("letter")
            && let Some(code) = heard.args.last()
        {
            // Every letter has a code of its own.
            self.another_word(code);
        }
        let args = heard.args.iter().map(|it| self.instead(it)).collect();
        let row = conn.first(heard.sql, args).await?;
        if (inserts("case_file") || inserts("service"))
            && let (Some(old), Some(row)) = (heard.id, row)
        {
            self.rows.insert(old, row.get("id")?);
        }
        Ok(())
    }

    /// Another number or key; of the key of a notice, which begins with its case, another case.
    fn word(&self, word: &str) -> String {
        let case = word.split_once('/').and_then(|(case, rest)| {
            let other = self.rows.get(&case.parse().ok()?)?;
            Some(format!("{other}/{rest}"))
        });
        case.or_else(|| self.words.get(word).cloned())
            .unwrap_or_else(|| word.to_owned())
    }

    fn another_word(&mut self, value: &Value) {
        if let Value::Text(Some(word)) = value {
            let other = format!("{word}-{}", kernel::code::token());
            self.words.entry(word.clone()).or_insert(other);
        }
    }

    fn instead(&self, value: &Value) -> Value {
        match value {
            Value::Int(Some(id)) => Value::Int(Some(self.rows.get(id).copied().unwrap_or(*id))),
            Value::Text(Some(word)) => Value::Text(Some(self.word(word))),
            other => other.clone(),
        }
    }
}

/// Forms' keys are [`kernel::code::token`]s.
fn is_key(value: &Value) -> bool {
    let length = kernel::code::token().len();
    matches!(value, Value::Text(Some(word)) if word.len() == length && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'))
}
