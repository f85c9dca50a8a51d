//! What the window's screen sends, and reading it back.

use jiff::civil::Date;
use matters::service::filing::Form;
use matters::service::{Agent, AgentKind, Application, Channel, Checked, Sent};
use office::catalogue::Item;
use office::docket::Order;
use serde_json::{Map, Value as Json};

use crate::door::SafeMultipart;
use crate::form::Errors;

/// How the names of the situation's questions begin.
pub const QUESTION: &str = "q.";
/// Only received: the list is checked later.
pub const LATER: &str = "later";

/// An answer of the window: act, label, what is written with it.
pub struct Answer {
    pub act: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    /// Where the words go: `reason`, or a field of the act.
    pub field: &'static str,
    /// What is not taken at all need not be checked paper by paper.
    pub checks: bool,
}

/// The five of art. 32, deferral, and only receiving; in the order of the screen.
pub const ANSWERS: [Answer; 6] = [
    Answer {
        act: "accept",
        label: "受理",
        hint: "材料齐全、符合法定形式",
        field: "",
        checks: true,
    },
    Answer {
        act: "tell",
        label: "一次告知补正",
        hint: "缺的、不符合的全部写进告知书，只告知一次",
        field: "gaps",
        checks: true,
    },
    Answer {
        act: "accept-deferred",
        label: "容缺受理",
        hint: "只缺可以后补的材料，申请人签承诺书",
        field: "",
        checks: true,
    },
    Answer {
        act: "decline-unneeded",
        label: "不受理：依法不需要办理",
        hint: "当场告知",
        field: "reason",
        checks: false,
    },
    Answer {
        act: "decline-elsewhere",
        label: "不予受理：不属于本单位职权",
        hint: "告知应当向哪个机关申请",
        field: "reason",
        checks: false,
    },
    Answer {
        act: LATER,
        label: "只收件，稍后答复",
        hint: "五个工作日内要答复；逾期不告知，自收到之日起就算受理",
        field: "",
        checks: false,
    },
];

/// Everything on the screen beside the form's own fields.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub answer: String,
    pub channel: String,
    pub received_on: String,
    pub agent: String,
    pub words: String,
    pub competent: String,
    pub promised: bool,
    pub fixed: String,
    pub checklist: Vec<Checked>,
}

impl Typed {
    /// The answer takes nothing in: neither the form nor the papers need be looked at.
    pub fn declines(&self) -> bool {
        ANSWERS
            .iter()
            .any(|it| it.act == self.answer && it.act != LATER && !it.checks)
    }

    /// What the screen sent.
    pub fn of(sent: &SafeMultipart, item: &Item, situation: &[(String, String)]) -> Typed {
        let text = |name: &str| sent.text(name).trim().to_owned();
        let checklist = item
            .materials_for(situation)
            .enumerate()
            .map(|(n, material)| Checked {
                material: material.name.clone(),
                found: text(&format!("c.{}", n + 1)),
                note: text(&format!("n.{}", n + 1)),
            })
            .collect();
        Typed {
            answer: text("answer"),
            channel: text("channel"),
            received_on: text("received_on"),
            agent: text("agent"),
            words: text("words"),
            competent: text("competent"),
            promised: !text("promise_signed").is_empty(),
            fixed: text("fixed"),
            checklist,
        }
    }

    /// How it came.
    pub fn channel(&self) -> Channel {
        Channel::of(&self.channel).unwrap_or(Channel::Counter)
    }

    /// The day of receipt, where another one than today was typed.
    pub fn received_on(&self, errors: &mut Errors) -> Option<Date> {
        if self.received_on.is_empty() {
            return None;
        }
        let read = self.received_on.parse().ok();
        if read.is_none() {
            errors.add("received_on", "这个日期无法识别。请按“2026-11-20”的写法填写。");
        }
        read
    }

    /// The acts of the screen, in order: a correction on the spot comes before the answer.
    pub fn acts(&self, form: &Form) -> Vec<Sent> {
        let mut acts = Vec::new();
        if !self.fixed.is_empty() {
            let mut fixed = self.sent("fix-on-spot", form);
            fixed
                .order
                .data
                .insert("fixed".to_owned(), Json::from(self.fixed.clone()));
            acts.push(fixed);
        }
        let Some(answer) = ANSWERS.iter().find(|it| it.act == self.answer && it.act != LATER) else {
            return acts;
        };
        let mut sent = self.sent(answer.act, form);
        sent.checklist = self.checklist.clone();
        sent.checklist.retain(|it| answer.checks || !it.found.is_empty());
        let data = &mut sent.order.data;
        match answer.field {
            "reason" => sent.order.reason = Some(self.words.clone()).filter(|words| !words.is_empty()),
            "" => {}
            field => drop(data.insert(field.to_owned(), Json::from(self.words.clone()))),
        }
        let data = &mut sent.order.data;
        match answer.act {
            "tell" => drop(data.insert("told_all".to_owned(), Json::from(true))),
            "accept-deferred" => drop(data.insert("promise_signed".to_owned(), Json::from(self.promised))),
            "decline-elsewhere" => {
                drop(data.insert("competent".to_owned(), Json::from(self.competent.clone())))
            }
            _ => {}
        }
        if answer.act == "accept-deferred" {
            sent.sheets = form
                .sheets
                .iter()
                .filter(|it| it.kind == PROMISE)
                .cloned()
                .collect();
        }
        acts.push(sent);
        acts
    }

    fn sent(&self, act: &str, form: &Form) -> Sent {
        Sent {
            act: act.to_owned(),
            order: Order {
                data: Map::new(),
                request_key: Some(format!("{}/{act}", form.request_key)),
                ..Order::default()
            },
            ..Sent::default()
        }
    }
}

/// The kind of the signed promise among the form's papers.
pub const PROMISE: &str = "proof";

/// Takes over who acts for the applicant.
pub fn agent(application: &mut Application, typed: &Typed, sent: &SafeMultipart) {
    let text = |name: &str| sent.text(name).trim().to_owned();
    application.agent = AgentKind::of(&typed.agent).map(|kind| Agent {
        kind,
        name: text("agent_name"),
        identity_number: text("agent_identity_number").to_uppercase(),
        phone: text("agent_phone"),
        consent: !text("agent_consent").is_empty(),
    });
}
