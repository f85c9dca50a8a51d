//! What the registers say of posts: who holds which, where, from when until when.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::time::civil_date;
use serde_json::{Map, Value as Json};

use super::Happened;
use crate::publication::Audit;

/// A post, as its row or as the registers have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Post {
    pub person_id: i64,
    pub org_id: i64,
    pub role: String,
    pub title: String,
    pub subtree: bool,
    pub from_on: Option<Date>,
    pub until_on: Option<Date>,
}

/// Posts by row, as far as the events have been read.
#[derive(Default)]
pub(super) struct Posts(BTreeMap<i64, Post>);

impl Posts {
    /// One entry of a register, which was opened with these data.
    pub(super) fn take(&mut self, opened: &Map<String, Json>, event: &Happened) {
        let number = |data: &Map<String, Json>, field: &str| {
            data.get(field).and_then(Json::as_i64).unwrap_or_default()
        };
        let day = |field: &str| {
            event
                .data
                .get(field)
                .and_then(Json::as_str)
                .and_then(|day| day.parse().ok())
        };
        let text = |field: &str| {
            event
                .data
                .get(field)
                .and_then(Json::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let (id, org_id) = (number(&event.data, "post"), number(opened, "organisation"));
        match event.act.as_deref().unwrap_or_default() {
            "appoint" => {
                let subtree = event
                    .data
                    .get("subtree")
                    .and_then(Json::as_bool)
                    .unwrap_or_default();
                let post = Post {
                    person_id: number(&event.data, "person"),
                    org_id,
                    role: text("role"),
                    title: text("title"),
                    subtree,
                    from_on: day("from_on"),
                    until_on: day("until_on"),
                };
                self.0.insert(id, post);
            }
            "dismiss" => {
                if let Some(post) = self.0.get_mut(&id) {
                    post.until_on = day("until_on");
                }
            }
            "close-merged" | "close-ended" => {
                let on = civil_date(event.at);
                for post in self.0.values_mut().filter(|post| post.org_id == org_id) {
                    if post.until_on.is_none_or(|until| until > on) {
                        post.until_on = Some(on);
                    }
                }
            }
            _ => {}
        }
    }

    /// Every row beside what the registers say.
    pub(super) fn compare(self, rows: BTreeMap<i64, Post>, audit: &mut Audit) {
        audit.posts = rows.len() as u64;
        for (id, row) in &rows {
            match self.0.get(id) {
                None => audit.problems.push(format!(
                    "岗位 {id}（人员 {}，单位 {}，{}）：岗位登记里没有这次任职",
                    row.person_id, row.org_id, row.role
                )),
                Some(told) => {
                    let differing = differing(told, row);
                    if !differing.is_empty() {
                        audit.problems.push(format!(
                            "岗位 {id}（人员 {}）与岗位登记不符的是：{}",
                            told.person_id,
                            differing.join("、")
                        ));
                    }
                }
            }
        }
        for (id, told) in self.0.iter().filter(|(id, _)| !rows.contains_key(id)) {
            audit.problems.push(format!(
                "岗位 {id}（人员 {}，单位 {}，{}）登记过，在数据库里不见了",
                told.person_id, told.org_id, told.role
            ));
        }
    }
}

fn differing(told: &Post, row: &Post) -> Vec<&'static str> {
    [
        ("人员", told.person_id == row.person_id),
        ("单位", told.org_id == row.org_id),
        ("岗位", told.role == row.role),
        ("职务", told.title == row.title),
        ("是否含下级单位", told.subtree == row.subtree),
        ("起始日期", told.from_on == row.from_on),
        ("截止日期", told.until_on == row.until_on),
    ]
    .into_iter()
    .filter(|(_, same)| !same)
    .map(|(name, _)| name)
    .collect()
}
