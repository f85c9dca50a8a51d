//! One thing that is asked.

use serde::{Deserialize, Serialize};

use crate::closed::closed;

/// Rows of a repeat group that are taken at most, whatever its definition says.
pub const ROWS_MAX: usize = 50;
/// Rows where the definition does not say.
const ROWS: usize = 20;

closed! {
    /// What kind of answer a field takes.
    Kind {
        /// One line of words.
        #[default]
        Text = "text", "单行文字";
        /// Several lines of words.
        Paragraph = "paragraph", "多行文字";
        /// A whole number.
        Integer = "integer", "整数";
        /// A number with up to four decimals: an amount, an area.
        Decimal = "decimal", "小数";
        /// A day.
        Date = "date", "日期";
        /// One of the choices.
        Choice = "choice", "单选";
        /// Any of the choices.
        Several = "several", "多选";
        /// 是 or 否.
        YesNo = "yes_no", "是否";
        /// A telephone number.
        Phone = "phone", "电话";
        /// An address of electronic mail.
        Email = "email", "电子邮箱";
        /// A postal address.
        Address = "address", "地址";
        /// 公民身份号码.
        CitizenId = "citizen_id", "身份证号码";
        /// 统一社会信用代码.
        CreditCode = "credit_code", "统一社会信用代码";
        /// Files.
        Attachment = "attachment", "上传文件";
    }
}

closed! {
    /// Where an answer may be known from.
    Prefill {
        /// Whoever applies, as their paper says it.
        #[default]
        ApplicantName = "applicant_name", "申请人姓名或者名称";
        /// Number of the applicant's identity card.
        ApplicantId = "applicant_id", "申请人身份证号码";
        /// 统一社会信用代码 of the applicant.
        ApplicantCreditCode = "applicant_credit_code", "申请人统一社会信用代码";
        /// Whom to talk to.
        Contact = "contact", "联系人";
        /// Their telephone.
        Phone = "phone", "联系电话";
        /// Their electronic mail.
        Email = "email", "电子邮箱";
        /// Where they are reached.
        Address = "address", "通信地址";
        /// The field of the same code in an earlier application.
        Same = "same", "上次填写的同一项";
    }
}

/// One thing that an applicant is asked. Fields stand in the order in which they are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Field {
    /// Short name, unique in the form: a small letter, then small letters, digits and `_`. It stays from version to
    /// version, so that an earlier answer can be taken over.
    pub code: String,
    /// Heading under which it stands; empty: that of the field before.
    pub section: String,
    /// What is asked.
    pub label: String,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// What may be chosen, of [`Kind::Choice`] and [`Kind::Several`].
    pub choices: Vec<String>,
    /// Whether it has to be answered where it is asked.
    pub required: bool,
    /// Below the label; empty for none.
    pub hint: String,
    /// Of numbers, what is counted: 平方米, 元.
    pub unit: String,
    /// The least: of words the characters, of numbers the number, of a date the day (`2026-01-01`, `today`, `today+30`),
    /// of choices and files how many. Empty for none.
    pub min: String,
    /// The most; the same. Empty: 200 characters of a line, 2000 of several, 5 files.
    pub max: String,
    /// Code of the repeat group; empty: the field is asked once. Fields of a group stand together.
    pub group: String,
    /// On a group's first field: what one row is called (从业人员).
    pub group_label: String,
    /// On a group's first field: rows that there have to be.
    pub least: u16,
    /// On a group's first field: rows that there may be; 0: 20.
    pub most: u16,
    /// Conditions of which one has to hold: `code:value` of a field before it, or `question:option` of the item's
    /// situation; empty: it is always asked. On a group's first field they hold for the whole group.
    pub only_if: Vec<String>,
    /// Where its answer may be known from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefill: Option<Prefill>,
}

impl Field {
    /// The name of its control, in this row of its group.
    ///
    /// ```
    /// use office::form::Field;
    /// let field = Field { code: "name".into(), group: "staff".into(), ..Field::default() };
    /// assert_eq!(field.control(Some(2)), "f.staff.2.name");
    /// ```
    pub fn control(&self, row: Option<usize>) -> String {
        match row {
            Some(row) => format!("{}{}.{row}.{}", super::PREFIX, self.group, self.code),
            None => format!("{}{}", super::PREFIX, self.code),
        }
    }

    /// Whether it is asked in the rows of a group.
    pub fn repeats(&self) -> bool {
        !self.group.is_empty()
    }

    /// Of a group's first field: rows that there may be.
    pub fn rows_most(&self) -> usize {
        match usize::from(self.most) {
            0 => ROWS,
            most => most.min(ROWS_MAX),
        }
    }
}

/// A group's first field.
pub(super) fn head<'f>(fields: &'f [Field], group: &str) -> Option<&'f Field> {
    fields.iter().find(|it| it.repeats() && it.group == group)
}
