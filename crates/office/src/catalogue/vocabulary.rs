//! The closed lists of service items, with the words of forms and workbooks.

use crate::closed::closed;

/// 事项类型: ten powers and public service. Codes are this program's own: the national numbers are unverified [K].
pub const KINDS: [(&str, &str); 11] = [
    ("permit", "行政许可"),
    ("penalty", "行政处罚"),
    ("coercion", "行政强制"),
    ("levy", "行政征收"),
    ("payment", "行政给付"),
    ("inspection", "行政检查"),
    ("confirmation", "行政确认"),
    ("reward", "行政奖励"),
    ("ruling", "行政裁决"),
    ("other", "其他行政权力"),
    ("public_service", "公共服务"),
];

/// 结果类型 (行政许可法 art. 39).
pub const RESULT_KINDS: [&str; 11] = [
    "许可证",
    "执照",
    "其他许可证书",
    "资格证",
    "资质证",
    "其他合格证书",
    "行政机关的批准文件",
    "证明文件",
    "加贴标签",
    "加盖检验、检测、检疫印章",
    "其他",
];

closed! {
    /// 行使层级.
    Level {
        /// 国家.
        Nation = "nation", "国家级";
        /// 省.
        Province = "province", "省级";
        /// 市.
        City = "city", "市级";
        /// 县.
        #[default]
        County = "county", "县级";
        /// 乡（镇、街道）.
        Township = "township", "乡级";
        /// 村（社区）: public service only.
        Village = "village", "村级";
    }
}

closed! {
    /// 服务对象.
    Audience {
        /// 自然人.
        #[default]
        Person = "person", "自然人";
        /// 法人.
        Legal = "legal", "法人";
    }
}

closed! {
    /// 办件类型: which procedure handles it.
    Handling {
        /// 即办件.
        Immediate = "immediate", "即办件";
        /// 承诺件.
        #[default]
        Promised = "promised", "承诺件";
        /// 上报件.
        Reported = "reported", "上报件";
        /// 联办件.
        Joint = "joint", "联办件";
    }
}

impl Handling {
    /// The code of the procedure that handles such items: they are named after the kinds of handling, so that an
    /// item's steps follow from its row in the workbook.
    pub fn procedure_code(self) -> String {
        format!("service-{}", self.code())
    }
}

closed! {
    /// Of which days a term counts.
    Unit {
        /// 工作日.
        #[default]
        Working = "working", "工作日";
        /// 自然日.
        Calendar = "calendar", "自然日";
    }
}

closed! {
    /// 材料类型.
    MaterialKind {
        /// 原件.
        #[default]
        Original = "original", "原件";
        /// 复印件.
        Copy = "copy", "复印件";
        /// 原件和复印件.
        Both = "both", "原件和复印件";
        /// 电子.
        Electronic = "electronic", "电子";
    }
}

closed! {
    /// 来源渠道.
    MaterialSource {
        /// 申请人自备.
        #[default]
        Applicant = "applicant", "申请人自备";
        /// 政府部门核发.
        Government = "government", "政府部门核发";
        /// 其他.
        Other = "other", "其他";
    }
}

/// A kind of item in Chinese; empty where there is none.
pub fn kind_label(code: &str) -> &'static str {
    KINDS
        .iter()
        .find(|(known, _)| *known == code)
        .map_or("", |(_, label)| label)
}
