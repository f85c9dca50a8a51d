//! 信息处理费 (国办函〔2020〕109号): progressive, by items or by pages, never both. In yuan.

/// A step of a tariff: so many units up to `through` cost `each` yuan apiece.
struct Step {
    through: i64,
    each: i64,
}

/// What is to be paid, and how it comes about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fee {
    /// Whole yuan.
    pub yuan: i64,
    /// In Chinese, a clause a step that costs something.
    pub basis: String,
}

/// 按件: `items` requests of one applicant in one calendar month. 1–10 free, 11–30 at 100, 31–40 at 200,
/// and 100 more apiece with every further ten.
///
/// ```
/// assert_eq!(matters::request::fee::by_items(35).yuan, 3000);
/// ```
pub fn by_items(items: i64) -> Fee {
    let mut steps = vec![
        Step { through: 10, each: 0 },
        Step {
            through: 30,
            each: 100,
        },
    ];
    let mut each = 200;
    while steps.last().is_some_and(|step| step.through < items) {
        let through = steps.last().map_or(0, |step| step.through) + 10;
        steps.push(Step { through, each });
        each += 100;
    }
    counted(items, &steps, "按件计收", "件")
}

/// 按量: `pages` of paper, e-mail or copied data. 1–30 free, 31–100 at 10, 101–200 at 20, beyond at 40.
///
/// ```
/// assert_eq!(matters::request::fee::by_pages(250).yuan, 4700);
/// ```
pub fn by_pages(pages: i64) -> Fee {
    let steps = [
        Step { through: 30, each: 0 },
        Step {
            through: 100,
            each: 10,
        },
        Step {
            through: 200,
            each: 20,
        },
        Step {
            through: i64::MAX,
            each: 40,
        },
    ];
    counted(pages, &steps, "按量计收", "页")
}

/// The fee by the code that events carry (`items`, `pages`).
pub fn by(method: &str, quantity: i64) -> Option<Fee> {
    match method {
        "items" => Some(by_items(quantity)),
        "pages" => Some(by_pages(quantity)),
        _ => None,
    }
}

fn counted(quantity: i64, steps: &[Step], method: &str, unit: &str) -> Fee {
    let (mut yuan, mut clauses, mut before) = (0, Vec::new(), 0);
    for step in steps {
        let here = quantity.min(step.through) - before;
        if here <= 0 {
            break;
        }
        if step.each > 0 {
            let (from, last, cost) = (before + 1, before + here, here * step.each);
            clauses.push(format!(
                "第{from}至{last}{unit}每{unit}{}元，{here}{unit}，{cost}元",
                step.each
            ));
            yuan += cost;
        }
        before += here;
    }
    let basis = match clauses.is_empty() {
        true => format!("{method}：{quantity}{unit}，在免费标准以内"),
        false => format!("{method}：{}", clauses.join("；")),
    };
    Fee { yuan, basis }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 信息处理费管理办法: worked out by hand.
    #[test]
    fn by_items_step_by_step() {
        for (items, yuan) in [
            (0, 0),
            (1, 0),
            (10, 0),
            (11, 100),
            (30, 2000),
            (31, 2200),
            (35, 3000),
            (40, 4000),
            (41, 4300),
            (50, 7000),
            (51, 7400),
            (100, 37_000),
        ] {
            assert_eq!(by_items(items).yuan, yuan, "{items}");
        }
    }

    #[test]
    fn by_pages_step_by_step() {
        for (pages, yuan) in [
            (0, 0),
            (30, 0),
            (31, 10),
            (100, 700),
            (101, 720),
            (200, 2700),
            (201, 2740),
            (250, 4700),
        ] {
            assert_eq!(by_pages(pages).yuan, yuan, "{pages}");
        }
    }

    #[test]
    fn the_arithmetic_is_told() {
        assert_eq!(
            by_items(35).basis,
            "按件计收：第11至30件每件100元，20件，2000元；第31至35件每件200元，5件，1000元"
        );
        assert_eq!(by_pages(12).basis, "按量计收：12页，在免费标准以内");
    }
}
