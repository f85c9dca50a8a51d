//! From acceptance to delivery: one way for each of the four procedures.

use office::catalogue::Handling;
use serde_json::json;

use super::life::{Life, because, paper, step, with};

impl Life<'_> {
    /// From acceptance to a decision. False where it ended otherwise.
    pub(super) fn decided(&mut self) -> bool {
        if self.owes && !self.supplied() {
            return false;
        }
        match self.item.handling {
            Handling::Immediate => self.at_once(),
            Handling::Promised => self.reviewed(),
            Handling::Reported => self.reported(),
            Handling::Joint => self.jointly(),
        }
        true
    }

    /// What was deferred comes, or does not and the application goes back.
    fn supplied(&mut self) -> bool {
        if self.dice.percent(8) {
            self.wait(12);
            self.by_clerk(because(step("tell-closed"), "承诺补交的材料逾期没有补齐。"));
            self.files_away();
            return false;
        }
        self.wait(1 + self.dice.clone().of(8));
        self.by_applicant(paper(step("supply-deferred"), "supplement"));
        true
    }

    /// Working days from acceptance to the decision: mostly within the promise, now and then beyond it, seldom beyond
    /// the law.
    pub(super) fn span(&mut self) -> i64 {
        let promised = i64::from(self.item.promised.days.unwrap_or(10)).max(1);
        let statutory = i64::from(self.item.statutory.days.unwrap_or(20)).max(promised);
        match self.dice.of(1000) {
            0..=5 => statutory + 1 + self.dice.of(4),
            6..=39 if statutory > promised => promised + 1 + self.dice.of((statutory - promised).min(5)),
            roll if roll % 3 == 0 => 1 + self.dice.of(promised),
            _ => 1 + self.dice.of((promised * 2 / 3).max(1)),
        }
    }

    fn at_once(&mut self) {
        if self.dice.percent(2) {
            self.wait(1 + self.dice.clone().of(2));
        }
        if self.dice.percent(2) {
            self.by_clerk(because(step("refuse"), "填写的事实与登记信息不符。"));
            return;
        }
        let grant = self.grant();
        self.by_clerk(step(grant));
        self.publishes();
    }

    /// The move by which it is granted: of a permit the public is told.
    fn grant(&self) -> &'static str {
        match self.item.kind.as_str() {
            "permit" => "grant",
            _ => "grant-unpublished",
        }
    }

    /// 双公示 within seven working days.
    fn publishes(&mut self) {
        if self.item.kind != "permit" || self.item.handling == Handling::Reported {
            return;
        }
        let days = match self.dice.percent(3) {
            true => 8 + self.dice.of(3),
            false => 1 + self.dice.of(5),
        };
        let address = json!({ "address": "https://credit.qingchuan.gov.example/xzxk" });
        let mut told = with("publish-done", address);
        told.linked = true;
        let who = self.seat.handler.clone();
        self.aside(days, &who, told);
    }

    fn reviewed(&mut self) {
        let span = self.span();
        self.special();
        self.extended();
        self.wait(span - 1);
        self.proposed(true, span > 1);
    }

    /// Proposed by one, decided by another.
    fn proposed(&mut self, may_refuse: bool, a_day_between: bool) {
        let (handler, leader) = (self.seat.handler.clone(), self.seat.leader.clone());
        let refuse = may_refuse && self.dice.percent(3);
        let (proposal, opinion) = match refuse {
            true => ("refuse", "现场情况不符合规定的条件，拟不予。"),
            false => ("grant", "材料齐全，符合法定条件，拟准予。"),
        };
        let proposed = || with("propose", json!({ "proposal": proposal, "opinion": opinion }));
        self.acts(&handler, proposed());
        if self.dice.percent(2) {
            self.acts(&leader, because(step("send-back"), "请写明核对了哪些条件。"));
            self.acts(&handler, proposed());
        }
        self.wait(i64::from(a_day_between));
        if refuse {
            self.acts(&leader, because(step("refuse"), "现场情况不符合规定的条件。"));
            return;
        }
        let grant = self.grant();
        self.acts(&leader, step(grant));
        self.publishes();
    }

    fn reported(&mut self) {
        let (handler, leader) = (self.seat.handler.clone(), self.seat.leader.clone());
        let span = self.span();
        self.wait(span / 2);
        let opinion = json!({ "proposal": "grant", "opinion": "初审符合条件，建议上报。" });
        self.acts(&handler, with("propose", opinion));
        self.wait((span / 4).max(1));
        self.acts(&leader, with("send-up", json!({ "superior": "望江市主管部门" })));
        self.wait(4 + self.dice.clone().of(12));
        if self.dice.percent(8) {
            let back = because(step("superior-return"), "请补充实地核查的照片。");
            self.acts(&handler, paper(back, "proof"));
            self.wait(1 + self.dice.clone().of(4));
            self.acts(&leader, paper(step("report-again"), "material"));
            self.wait(3 + self.dice.clone().of(5));
        }
        let decision = match self.dice.percent(4) {
            true => because(step("superior-refuse"), "上级审查认为不符合条件。"),
            false => step("superior-grant"),
        };
        self.acts(&handler, paper(decision, "proof"));
    }

    fn jointly(&mut self) {
        let (handler, item) = (self.seat.handler.clone(), self.item);
        self.wait(self.dice.clone().of(2));
        self.acts(&handler, step("send"));
        let mut longest = 0;
        for code in &item.partners {
            let Some(leader) = self.ground.seat(code).map(|seat| seat.leader.clone()) else {
                continue;
            };
            let days = match self.dice.percent(10) {
                true => 11 + self.dice.of(4),
                false => 1 + self.dice.of(6),
            };
            longest = longest.max(days);
            let verdict = if self.dice.percent(12) {
                "conditional"
            } else {
                "agree"
            };
            let said = json!({ "verdict": verdict, "opinion": "见审查意见书。" });
            let mut opinion = paper(with("give-opinion", said), "material");
            opinion.member = Some(code.clone());
            self.aside(days, &leader, opinion);
        }
        self.wait(longest + 1);
        self.acts(&handler, step("collect"));
        self.proposed(false, true);
    }

    /// 送达, a word about it, and the archive.
    pub(super) fn delivered(&mut self) {
        let at_once = self.item.handling == Handling::Immediate && self.way == "counter";
        if !at_once {
            let days = match self.dice.percent(1) {
                true => 11 + self.dice.of(3),
                false => self.dice.of(4),
            };
            self.wait(days);
        }
        let way = self.way;
        self.by_clerk(paper(with("deliver", json!({ "delivery_way": way })), "proof"));
        if self.dice.percent(32) {
            let said = ["5", "4", "3", "2", "1"][self.dice.weighted(&[72, 20, 5, 2, 1])];
            self.by_applicant(with("rate", json!({ "satisfied": said })));
        }
        self.files_away();
    }
}
