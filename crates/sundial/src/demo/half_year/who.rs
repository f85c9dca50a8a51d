//! Applicants who do not exist: names, numbers with right check digits, telephones that nobody has.

use text::identifier::{Check, citizen_id, credit_code};

use super::dice::Dice;

const SURNAMES: [&str; 24] = [
    "安", "卞", "车", "褚", "狄", "费", "贡", "郝", "霍", "江", "康", "柳", "麦", "宁", "齐", "戚", "饶",
    "时", "邰", "危", "乌", "燕", "应", "竺",
];
const GIVEN: [&str; 40] = [
    "小满", "立秋", "谷雨", "惊蛰", "白露", "霜降", "大雪", "长庚", "启明", "望山", "临溪", "守田", "种玉",
    "知秋", "问渠", "采菊", "听松", "种德", "积善", "有余", "满仓", "春生", "秋实", "冬青", "夏荷", "杏林",
    "桃夭", "松涛", "竹青", "梅影", "石泉", "云开", "月明", "日新", "天佑", "地宽", "人和", "家兴", "国泰",
    "年丰",
];
const FIRMS: [&str; 20] = [
    "清河", "望江", "石桥", "云溪", "茶垭", "青岩", "北冲", "河湾", "柳坪", "明德", "长宁", "和顺", "政通",
    "学苑", "滨河", "建设", "河东", "老城", "江岸", "城关",
];
const TRADES: [&str; 16] = [
    "餐饮店",
    "超市有限公司",
    "建筑工程有限公司",
    "农产品专业合作社",
    "大药房有限公司",
    "物流有限公司",
    "食品有限公司",
    "养殖专业合作社",
    "机械制造有限公司",
    "文化传媒有限公司",
    "幼儿园",
    "诊所",
    "劳务有限公司",
    "矿业有限公司",
    "酒店有限公司",
    "环保科技有限公司",
];

/// An applicant.
pub struct Applicant {
    pub name: String,
    pub identity_number: String,
    /// Of a body; a person has none.
    pub credit_code: String,
    pub phone: String,
    pub address: String,
}

/// Somebody, or some body.
pub fn applicant(dice: &mut Dice, body: bool) -> Applicant {
    let place = dice.one(&FIRMS);
    let name = match body {
        true => format!("晴川县{place}{}{}", dice.one(&GIVEN), dice.one(&TRADES)),
        false => format!("{}{}", dice.one(&SURNAMES), dice.one(&GIVEN)),
    };
    Applicant {
        name,
        identity_number: identity(dice),
        credit_code: if body { code(dice) } else { String::new() },
        phone: format!("139000000{:02}", dice.of(100)),
        address: format!("晴川县{place}路{}号", 1 + dice.of(120)),
    }
}

/// Of no division that there is: 91 belongs to residents from abroad, and 990100 to this county.
fn identity(dice: &mut Dice) -> String {
    let (year, month, day) = (1950 + dice.of(55), 1 + dice.of(12), 1 + dice.of(28));
    let base = format!("910000{year}{month:02}{day:02}{:03}", dice.of(1000));
    closed("0123456789X", &base, citizen_id)
}

fn code(dice: &mut Dice) -> String {
    let base = format!("91990100MA{:07}", dice.of(10_000_000));
    let right = |it: &str| credit_code(it) == Check::Valid;
    closed("0123456789ABCDEFGHJKLMNPQRTUWXY", &base, right)
}

/// With the last sign that makes it right.
fn closed(last: &str, base: &str, right: impl Fn(&str) -> bool) -> String {
    let all = last.chars().map(|sign| format!("{base}{sign}"));
    all.into_iter().find(|it| right(it)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_right_and_nobodys() {
        for seed in 0..300 {
            let mut dice = Dice::new(seed);
            let it = applicant(&mut dice, seed % 2 == 0);
            assert!(citizen_id(&it.identity_number) && it.identity_number.starts_with("91"));
            assert!(it.credit_code.is_empty() || credit_code(&it.credit_code) == Check::Valid);
            assert_eq!(it.credit_code.is_empty(), seed % 2 == 1);
            assert!(it.phone.starts_with("139000000") && it.phone.len() == 11);
        }
    }
}
