//! What applicants of every matter give alike: an identity, and how to reach them.

use kernel::db::Conn;
use kernel::{Issue, Result};

/// 身份证明: code and label.
pub const IDENTITY_KINDS: &[(&str, &str)] = &[
    ("id_card", "居民身份证"),
    ("passport", "护照"),
    ("travel", "港澳居民来往内地通行证、台湾居民来往大陆通行证"),
    ("credit_code", "统一社会信用代码"),
    ("other", "其他证件"),
];

/// The label of a code; the code itself where there is none.
pub fn option_label<'o>(options: &'o [(&'o str, &'o str)], code: &'o str) -> &'o str {
    options
        .iter()
        .find(|(known, _)| *known == code)
        .map_or(code, |(_, label)| label)
}

/// Nothing that cannot be seen: it makes equal things look different, and letters cannot print it.
pub(crate) fn visible(text: &str) -> String {
    let kept = |c: &char| match *c {
        '\n' => true,
        c => {
            !c.is_control()
                && !matches!(u32::from(c), 0xAD | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF)
        }
    };
    text.replace("\r\n", "\n")
        .chars()
        .filter(kept)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// A number of a paper as it is compared: capitals, no blanks.
pub(crate) fn number(text: &str) -> String {
    text.to_uppercase().replace(' ', "")
}

fn wrong(found: &mut Vec<Issue>, is: bool, field: &str, sentence: &str, onward: &str) {
    if is {
        found.push(Issue::new("application", sentence, onward).at(field));
    }
}

/// What is wrong with the number of an identity paper; all at `identity_number`.
pub(crate) fn identity(kind: &str, number: &str, required: bool) -> Vec<Issue> {
    let mut found = Vec::new();
    let mut wrong = |is, sentence, onward| wrong(&mut found, is, "identity_number", sentence, onward);
    wrong(
        required && number.is_empty(),
        "还没有填写证件号码。",
        "请填写证件上的号码。",
    );
    wrong(
        kind == "id_card" && !number.is_empty() && !text::identifier::citizen_id(number),
        "这不是有效的居民身份证号码。",
        "请对照证件核对18位号码，末位可以是X。",
    );
    wrong(number.chars().count() > 40, "证件号码过长。", "请对照证件核对。");
    found
}

/// How somebody can be reached.
pub(crate) struct Reach<'r> {
    pub phone: &'r str,
    pub email: &'r str,
    pub address: &'r str,
    pub postcode: &'r str,
}

/// What is wrong with it, each at its field.
pub(crate) fn reach(it: &Reach<'_>, found: &mut Vec<Issue>) {
    let nothing = it.phone.is_empty() && it.email.is_empty() && it.address.is_empty();
    wrong(
        found,
        nothing,
        "phone",
        "还没有填写联系方式。",
        "请至少填写电话、邮箱、地址中的一项。",
    );
    let digits = it.phone.chars().filter(char::is_ascii_digit).count();
    let odd = !it.phone.is_empty() && !(5..=20).contains(&digits);
    wrong(
        found,
        odd,
        "phone",
        "联系电话不像电话号码。",
        "请填写手机号码或者带区号的固定电话。",
    );
    let odd = !it.email.is_empty()
        && !(it.email.contains('@') && it.email.contains('.') && !it.email.contains(' '));
    wrong(
        found,
        odd,
        "email",
        "电子邮箱的写法有误。",
        "请按“名称@域名”填写。",
    );
    let post = it.postcode;
    let odd = !post.is_empty() && (post.len() != 6 || !post.bytes().all(|b| b.is_ascii_digit()));
    wrong(
        found,
        odd,
        "postcode",
        "邮政编码应为6位数字。",
        "请核对，或者留空。",
    );
    wrong(
        found,
        it.address.chars().count() > 200,
        "address",
        "地址超过200个字。",
        "请缩短地址。",
    );
}

/// Tells an applicant again without saying who it is: keyed, so that nobody can try identity numbers.
pub(crate) async fn key(conn: &mut Conn, paper: (&str, &str), called: (&str, &str)) -> Result<String> {
    let secret = kernel::db::secret(conn, "applicant-key").await?;
    let (kind, number) = paper;
    let (name, phone) = called;
    let who = match number.is_empty() {
        false => format!("{kind}/{number}"),
        true => format!("{name}/{phone}"),
    };
    Ok(kernel::code::sha256_hex(
        format!("sundial/applicant/v1\n{secret}\n{who}").as_bytes(),
    ))
}
