//! What stops the clocks or gives them more: special procedures and extensions.

use serde_json::json;

use super::life::{Life, because, paper, step, with};

/// The special steps of items that are special procedures of art. 45; 现场勘查 and 现场核查 are review.
const KINDS: [(&str, &str); 8] = [
    ("听证", "hearing"),
    ("招标", "tender"),
    ("拍卖", "auction"),
    ("检验", "inspection"),
    ("检测", "testing"),
    ("检疫", "quarantine"),
    ("鉴定", "appraisal"),
    ("专家评审", "experts"),
];

/// Working days from the notice to a hearing, with two to spare.
const NOTICE: u32 = 9;

impl Life<'_> {
    /// 特别程序, in half of what provides for one.
    pub(super) fn special(&mut self) {
        let kinds = KINDS
            .iter()
            .rev()
            .find(|(name, _)| self.item.special.iter().any(|it| it.name == *name && !it.counts));
        let Some((_, kind)) = kinds.filter(|_| self.dice.clone().percent(50)) else {
            return;
        };
        let handler = self.seat.handler.clone();
        let drawn = 3 + self.dice.of(12);
        self.wait(1);
        // A hearing is told seven working days before.
        let hearing_on = (*kind == "hearing").then(|| self.working_day_after(NOTICE));
        let days = hearing_on.map_or(drawn, |_| i64::from(NOTICE));
        let mut begun = json!({ "special_kind": kind, "special_days": days + 2 });
        if let Some(day) = hearing_on {
            begun["hearing_on"] = json!(day);
        }
        self.acts(&handler, with("begin-special", begun));
        self.wait(days + i64::from(self.dice.clone().percent(15)) * 4);
        self.acts(&handler, paper(step("end-special"), "material"));
    }

    /// 延长, by the head, now and then.
    pub(super) fn extended(&mut self) {
        let long = self.item.statutory.days.is_some_and(|days| days >= 15);
        if !long || self.seat.head.is_empty() || !self.dice.percent(1) {
            return;
        }
        let head = self.seat.head.clone();
        self.wait(3);
        let more = json!({ "extension_days": 5 + self.dice.of(6) });
        let why = "涉及多处现场，需要再次核查。";
        self.acts(&head, because(with("extend", more), why));
    }
}
