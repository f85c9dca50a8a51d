//! Steps of an application in few words: `2026-03-06 begin-special@land`, `2026-06-10 extend days=15`.
//!
//! Who takes a step and what they bring along follows from the step; days are the whole point of a script.

use matters::service::{Channel, Filing, Sent};
use office::docket::Case;
use procedure::{ClockState, FieldKind, Guard, Move};
use serde_json::{Value as Json, json};

use super::{complete, filing, found};
use crate::request::{named, on, sent, with_paper};
use crate::town::Town;

/// One step: its day, its move, the department in whose branch it is taken, and what is not as usual.
#[derive(Clone, Copy, Debug)]
pub struct Step<'s> {
    pub day: &'s str,
    pub act: &'s str,
    pub member: Option<&'s str>,
    words: &'s str,
}

impl<'s> Step<'s> {
    pub fn read(text: &'s str) -> Step<'s> {
        let (day, rest) = text.trim().split_once(' ').expect("a day and a move");
        let (act, words) = rest.split_once(' ').unwrap_or((rest, ""));
        let (act, member) = act
            .split_once('@')
            .map_or((act, None), |(act, it)| (act, Some(it)));
        Step {
            day,
            act,
            member,
            words,
        }
    }

    fn word(&self, key: &str) -> Option<&'s str> {
        let mut pairs = self.words.split_whitespace().filter_map(|it| it.split_once('='));
        pairs.find(|(known, _)| *known == key).map(|(_, value)| value)
    }

    /// Whoever takes this step in a case of this procedure; empty for the applicant.
    pub fn who(&self, procedure: &str) -> String {
        let joint = procedure == "service-joint";
        match (self.act, self.member) {
            ("urge", _) | (_, None) => {}
            ("give-opinion", Some(member)) => return format!("{member}-shen"),
            (_, Some(member)) => return format!("{member}-shi"),
        }
        match self.act {
            "decline-unneeded" | "decline-elsewhere" | "refuse-incomplete" | "fix-on-spot" | "prioritise"
            | "tell-closed" => "chuang",
            "supplement" | "state-views" | "object" | "rate" => "",
            "send-back" => "shen",
            "tell" | "accept" | "accept-deferred" | "issue-voucher" | "deliver" | "archive" => "chuang",
            "supply" | "supply-deferred" | "claim-hearing" | "withdraw" => "",
            "grant" | "refuse" if procedure == "service-immediate" => "chuang",
            "grant" | "grant-unpublished" | "refuse" | "send-up" | "report-again" => "shen",
            "extend" if joint => "xian-shou",
            "extend" => "shou",
            _ => "shi",
        }
        .to_owned()
    }

    /// The filing with which an application begins.
    pub fn filing(&self, item: &str) -> Filing {
        let earlier = self.word("on").map(|day| day.parse().expect("a date"));
        Filing {
            item_code: item.to_owned(),
            received_on: earlier,
            ..filing("", earlier.map_or(Channel::Counter, |_| Channel::Post))
        }
    }

    /// The step with nothing filled in.
    pub fn bare(&self, town: &Town, case: &Case) -> Sent {
        let mut bare = sent(self.act, "", json!({}));
        let member = self.member.map(|code| format!("o{}", town.org(code)));
        bare.order.branch = case
            .state
            .tokens
            .iter()
            .filter_map(|token| token.branch.clone())
            .find(|branch| Some(&branch.member) == member.as_ref());
        bare
    }

    /// The step with everything that it needs.
    pub fn whole(&self, town: &Town, case: &Case) -> Sent {
        let step = self.of(case);
        let mut whole = self.bare(town, case);
        if step.reason {
            whole.order.reason = Some("依法办理。".to_owned());
        }
        for wanted in step.fields.iter().filter(|it| it.required) {
            let typed = self.typed(town, &wanted.field);
            whole
                .order
                .data
                .extend(typed.map(|value| (wanted.field.clone(), value)));
        }
        if step.guards.iter().any(|it| matches!(it, Guard::Document { .. })) {
            let kind = match (self.act, self.who(case.definition.code()).as_str()) {
                (_, "") => "supplement",
                ("give-opinion", _) => "material",
                _ => "proof",
            };
            whole = with_paper(whole, kind);
        }
        whole.checklist = match self.act {
            "accept" | "decline-unneeded" | "decline-elsewhere" | "refuse-incomplete" => complete(),
            "accept-deferred" => found(&[
                ("取水许可申请书", "ok", ""),
                ("水资源论证报告", "later", ""),
                ("取水口照片", "ok", ""),
            ]),
            "tell" => found(&[("取水许可申请书", "wrong", "没有签字，请签字。")]),
            _ => vec![],
        };
        if self.act == "tell-interested" {
            whole.parties = vec![named("赵德福")];
        }
        match (self.word("on"), step.backdated.first()) {
            (Some(day), Some(ground)) => on(whole, day, ground),
            _ => whole,
        }
    }

    /// The move in the case's definition.
    fn of<'c>(&self, case: &'c Case) -> &'c Move {
        case.definition
            .find_move(self.act)
            .unwrap_or_else(|| panic!("no move {}", self.act))
    }

    /// Whether somebody who fills in nothing has forgotten something: the room chooses departments itself.
    pub fn asks(&self, case: &Case) -> bool {
        let step = self.of(case);
        let digest = |field: &str| {
            case.definition
                .field(field)
                .is_some_and(|it| it.kind == FieldKind::Digest)
        };
        let fields = step.fields.iter().any(|it| it.required && !digest(&it.field));
        let papers = step.guards.iter().any(|it| matches!(it, Guard::Document { .. }));
        self.act != "send" && (fields || step.reason || papers)
    }

    /// What is usually typed into a field.
    fn typed(&self, town: &Town, field: &str) -> Option<Json> {
        let days = |usual: i64| {
            let given = self.word("days").map(|it| it.parse().expect("days"));
            json!(given.unwrap_or(usual))
        };
        Some(match field {
            "told_all" | "promise_signed" => json!(true),
            "special_kind" => json!(if self.act == "begin-special" {
                "experts"
            } else {
                "testing"
            }),
            "special_days" | "extension_days" | "superior_days_more" => days(10),
            "hearing_on" | "meeting_on" => json!(self.word("at").expect("at=DAY")),
            "proposal" => json!(self.word("proposal").unwrap_or("grant")),
            "verdict" => json!(self.word("verdict").unwrap_or("agree")),
            "opinion" => json!("符合条件。"),
            "competent" => json!("晴江市水务局"),
            "fixed" => json!("取水量由 85 改为 58。"),
            "handler" => json!(town.person("shi")),
            "priority_ground" => json!("elderly"),
            "satisfied" => json!("5"),
            "superior" => json!("晴江市水务局"),
            "delivery_way" => json!("counter"),
            "retention" => json!("years_30"),
            "departments" => {
                let chosen = self.word("to").expect("to=DEPARTMENTS").split(',');
                json!(
                    chosen
                        .map(|code| format!("o{}", town.org(code)))
                        .collect::<Vec<_>>()
                )
            }
            _ => return None,
        })
    }
}

impl Town {
    /// The case as it stands.
    pub async fn case(&self, case_id: i64) -> Case {
        let mut conn = self.db.read().await.expect("a reader");
        self.docket.case(&mut conn, case_id).await.expect("a case")
    }

    /// Takes a step, complete; it has to succeed.
    pub async fn takes(&self, case_id: i64, step: &str) {
        let step = Step::read(step);
        let case = self.case(case_id).await;
        let who = step.who(case.definition.code());
        self.serves(&who, case_id, step.whole(self, &case))
            .await
            .unwrap_or_else(|error| panic!("{step:?} by {who}: {error}"));
    }

    /// What the jobs of a night do: whatever has turned is woken, in every case.
    pub async fn night(&self) {
        let turned = self
            .docket
            .turned(&self.db, self.now())
            .await
            .expect("the due index");
        for case in turned {
            self.time_acts(case).await;
        }
    }

    /// What a clock shows: `2026-03-30`, `2027-01-12?` where no notice was given yet, `2026-03-16 迟`; `停` while it
    /// stands still, `无` before it was started. `member@land` is a branch's.
    pub async fn shown(&self, case_id: i64, clock: &str) -> String {
        let (code, member) = clock
            .split_once('@')
            .map_or((clock, None), |(code, it)| (code, Some(it)));
        let member = member.map(|code| format!("o{}", self.org(code)));
        let case = self.case(case_id).await;
        let readings = self.docket.readings(&case, self.now());
        let own = readings
            .iter()
            .rev()
            .find(|it| it.clock == code && it.branch.as_ref().map(|b| &b.member) == member.as_ref());
        let reading = own.unwrap_or_else(|| panic!("no clock {clock}"));
        match (&reading.state, reading.due_on) {
            (ClockState::Idle, _) => "无".to_owned(),
            (ClockState::Paused { .. }, _) | (_, None) => "停".to_owned(),
            (_, Some(due)) => format!(
                "{due}{}{}",
                if reading.provisional { "?" } else { "" },
                if reading.late { " 迟" } else { "" }
            ),
        }
    }
}
