//! One application's life: when it comes, how the window answers, and the days in between.

use jiff::Timestamp;
use jiff::civil::Date;
use office::catalogue::{Audience, Handling, Item, Material};
use serde_json::{Map, Value as Json, json};

use super::super::applications::{Applied, Move, Said};
use super::super::fixtures::{Act, Deed};
use super::super::requests::APPLICANT;
use super::dice::Dice;
use super::ground::{Ground, Seat};
use super::who;

/// Minutes in which the offices work: 08:30–12:00, 14:30–17:30.
const WORKED: i64 = 390;
const MORNING: i64 = 210;

/// An application while it is being told.
pub struct Life<'g> {
    pub(super) ground: &'g Ground<'g>,
    pub(super) item: &'g Item,
    pub(super) seat: &'g Seat,
    pub(super) dice: Dice,
    pub(super) clerk: &'g str,
    pub(super) way: &'static str,
    /// Something was deferred and has not come yet.
    pub(super) owes: bool,
    label: String,
    day: Date,
    /// Worked minutes of the day that are over.
    minute: i64,
    acts: Vec<Act>,
}

impl<'g> Life<'g> {
    /// The n-th application comes in. None where nobody works on such.
    pub fn begin(ground: &'g Ground<'g>, n: usize) -> Option<Life<'g>> {
        let mut dice = Dice::new(u64::try_from(n).unwrap_or_default());
        let item = ground.item(n, &mut dice);
        let seat = ground.seat(&item.org_code)?;
        let day = ground
            .from
            .saturating_add(jiff::Span::new().days(dice.of(ground.length)));
        let clerk = dice.one(&ground.clerks).as_str();
        let way = match dice.percent(45) {
            true => "online",
            false if item.by_post && dice.percent(50) => "post",
            false => "counter",
        };
        let mut life = Life {
            ground,
            item,
            seat,
            dice,
            clerk,
            way,
            owes: false,
            label: format!("half-year-{n}"),
            day,
            minute: 0,
            acts: Vec::new(),
        };
        life.file();
        Some(life)
    }

    /// The whole life, also what would happen after the end of the story.
    pub fn told(mut self) -> Vec<Act> {
        if self.answered() && self.decided() {
            self.delivered();
        }
        self.acts
    }

    fn file(&mut self) {
        let bodies = self.item.audience.contains(&Audience::Legal);
        let persons = self.item.audience.contains(&Audience::Person) || !bodies;
        let body = bodies && (!persons || self.dice.percent(45));
        let it = who::applicant(&mut self.dice, body);
        let online = self.item.ways.iter().any(|way| way.contains('网')) && self.dice.percent(48);
        let channel = match self.dice.of(100) {
            _ if online => "online",
            0..=4 => "post",
            5..=7 => "elsewhere",
            _ => "counter",
        };
        if !online {
            self.day = self.ground.days.this_or_next_working_day(self.day);
        }
        self.minute = self.dice.of(WORKED - 90);
        let who = if online { APPLICANT } else { self.clerk }.to_owned();
        let mut at = self.now();
        if online {
            // People have time when offices have not.
            let (hour, minute) = (7 + self.dice.of(15), self.dice.of(60));
            at = instant(self.day, hour * 60 + minute, self.dice.of(60));
            self.minute = WORKED;
        }
        let deed = Deed::FileService(Applied {
            label: self.label.clone(),
            item: self.item.code.clone(),
            channel: channel.to_owned(),
            name: it.name,
            identity_number: it.identity_number,
            credit_code: it.credit_code,
            phone: it.phone,
            address: it.address,
            way: self.way.to_owned(),
            ..Applied::default()
        });
        self.acts.push(Act { at, who, deed });
    }

    /// Working days go by; a day that is over is never gone on with.
    pub(super) fn wait(&mut self, days: i64) {
        let late = self.minute > WORKED - 20 || !self.ground.days.is_workday(self.day);
        let days = u32::try_from(days.max(i64::from(late))).unwrap_or_default();
        if days > 0 {
            self.day = self.ground.days.add_working_days(self.day, days).due_on;
            self.minute = self.dice.of(WORKED / 2);
        }
    }

    /// So many working days from today.
    pub(super) fn working_day_after(&self, days: u32) -> Date {
        self.ground.days.add_working_days(self.day, days).due_on
    }

    fn now(&mut self) -> Timestamp {
        self.minute = (self.minute + 3 + self.dice.of(12)).min(WORKED - 1);
        let minute = match self.minute < MORNING {
            true => 8 * 60 + 30 + self.minute,
            false => 14 * 60 + 30 + self.minute - MORNING,
        };
        instant(self.day, minute, self.dice.of(60))
    }

    /// Somebody does something, now.
    pub(super) fn acts(&mut self, who: &str, step: Move) {
        self.wait(0);
        let at = self.now();
        self.put(at, who, step);
    }

    fn put(&mut self, at: Timestamp, who: &str, step: Move) {
        let step = Move {
            label: self.label.clone(),
            ..step
        };
        let deed = Deed::ServiceStep(step);
        let who = who.to_owned();
        self.acts.push(Act { at, who, deed });
    }

    /// Beside everything else, so many working days on.
    pub(super) fn aside(&mut self, days: i64, who: &str, step: Move) {
        let (day, minute) = (self.day, self.minute);
        self.wait(days);
        let at = self.now();
        self.put(at, who, step);
        (self.day, self.minute) = (day, minute);
    }

    pub(super) fn by_clerk(&mut self, step: Move) {
        self.acts(self.clerk, step);
    }

    pub(super) fn by_applicant(&mut self, step: Move) {
        self.acts(APPLICANT, step);
    }

    /// The window's answer. False where that is the end of it.
    fn answered(&mut self) -> bool {
        let days = self.dice.weighted(&[60, 22, 10, 6, 2]);
        let soon = i64::try_from(days).unwrap_or_default();
        match self.dice.of(1000) {
            0..=6 => self.declines(soon, "decline-unneeded", "这种情形依法不需要办理，不用申请。"),
            7..=14 => self.declines(soon, "decline-elsewhere", "不属于本机关职权，请向有权机关申请。"),
            15..=22 => self.forgets(),
            23..=34 => {
                self.wait(soon);
                self.by_applicant(step("withdraw"));
                self.files_away();
                false
            }
            35..=104 => self.tells(soon),
            105..=144 => self.defers(soon),
            145..=184 => {
                self.wait(soon);
                let fixed = json!({ "fixed": "联系电话写错一位，申请人当场更正。" });
                self.by_clerk(with("fix-on-spot", fixed));
                self.accepts(0)
            }
            _ => self.accepts(soon),
        }
    }

    fn accepts(&mut self, days: i64) -> bool {
        self.wait(days);
        if self.dice.percent(2) {
            let ground = json!({ "priority_ground": "elderly" });
            self.by_clerk(because(with("prioritise", ground), "申请人年满七十岁。"));
        }
        self.by_clerk(step("accept"));
        true
    }

    fn declines(&mut self, days: i64, act: &str, reason: &str) -> bool {
        self.wait(days);
        let data = match act {
            "decline-elsewhere" => json!({ "competent": "望江市有关主管部门" }),
            _ => json!({}),
        };
        self.by_clerk(because(with(act, data), reason));
        self.files_away();
        false
    }

    /// Nobody told anything for five working days: accepted by law, and the voucher is owed.
    fn forgets(&mut self) -> bool {
        self.wait(6 + self.dice.clone().of(2));
        self.by_clerk(step("issue-voucher"));
        true
    }

    /// 一次告知, and what became of it.
    fn tells(&mut self, days: i64) -> bool {
        let Some(lacking) = self.material(|it| it.needed) else {
            return self.accepts(days);
        };
        self.wait(days);
        let wrong = said(&lacking, "wrong", "没有签字盖章，请签字盖章后重新提交。");
        let told = with("tell", json!({ "told_all": true }));
        self.by_clerk(Move {
            found: vec![wrong.clone()],
            ..told
        });
        match self.dice.of(100) {
            0..=11 => {
                self.wait(17);
                self.by_clerk(because(step("tell-closed"), "逾期没有补正。"));
                self.files_away();
                false
            }
            roll => {
                self.wait(1 + self.dice.clone().of(8));
                self.by_applicant(paper(step("supply"), "supplement"));
                self.wait(self.dice.clone().of(3));
                let found = vec![Said {
                    is: "ok".to_owned(),
                    note: String::new(),
                    ..wrong.clone()
                }];
                if roll < 92 {
                    self.by_clerk(Move {
                        found,
                        ..step("accept")
                    });
                    return true;
                }
                let refused = because(step("refuse-incomplete"), "补正的材料仍然没有盖章。");
                self.by_clerk(Move {
                    found: vec![wrong],
                    ..refused
                });
                self.files_away();
                false
            }
        }
    }

    /// 容缺受理, where the item lets something follow.
    fn defers(&mut self, days: i64) -> bool {
        let allowed = self.item.handling != Handling::Immediate;
        let Some(later) = self.material(|it| it.needed && it.may_follow).filter(|_| allowed) else {
            return self.accepts(days);
        };
        self.wait(days);
        let promised = paper(
            with("accept-deferred", json!({ "promise_signed": true })),
            "material",
        );
        self.by_clerk(Move {
            found: vec![said(&later, "later", "")],
            ..promised
        });
        self.owes = true;
        true
    }

    /// A material that this situation asks for.
    fn material(&self, which: impl Fn(&Material) -> bool) -> Option<String> {
        let situation: Vec<(String, String)> = self
            .item
            .questions
            .iter()
            .map(|it| (it.code.clone(), it.options.first().cloned().unwrap_or_default()))
            .collect();
        let mut all = self.item.materials_for(&situation);
        all.find(|it| which(it)).map(|it| it.name.clone())
    }

    /// 归档, some days on.
    pub(super) fn files_away(&mut self) {
        self.wait(2 + self.dice.clone().of(9));
        let kept = ["years_10", "years_30", "permanent"][self.dice.weighted(&[50, 40, 10])];
        self.by_clerk(with("archive", json!({ "retention": kept })));
    }
}

/// An instant of the county's day.
fn instant(day: Date, minutes: i64, second: i64) -> Timestamp {
    let begins = calendar::start_of(day);
    begins + jiff::SignedDuration::from_secs(minutes * 60 + second)
}

/// A step that says nothing.
pub(super) fn step(act: &str) -> Move {
    Move {
        act: act.to_owned(),
        ..Move::default()
    }
}

/// A step with fields.
pub(super) fn with(act: &str, data: Json) -> Move {
    let data: Map<String, Json> = match data {
        Json::Object(data) => data,
        _ => Map::new(),
    };
    Move { data, ..step(act) }
}

/// With words.
pub(super) fn because(step: Move, text: &str) -> Move {
    let text = Some(text.to_owned());
    Move { text, ..step }
}

/// With a paper.
pub(super) fn paper(step: Move, kind: &str) -> Move {
    let paper = Some(kind.to_owned());
    Move { paper, ..step }
}

fn said(material: &str, is: &str, note: &str) -> Said {
    Said {
        material: material.to_owned(),
        is: is.to_owned(),
        note: note.to_owned(),
    }
}
